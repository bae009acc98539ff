// Toasts: the server's event `toast` {text, undo, level}, messages already on the page, and failed requests.
// A toast stays at least six seconds, longer for long texts, and waits while it is pointed at or focused.
import { announce, fromTemplate, post } from "./page.js";

const region = document.getElementById("toasts");
const SHORTEST = 6000;
const PER_CHARACTER = 60;
const AT_MOST = 3;
const timers = new WeakMap();

/** `undo` is an address to post to; `action` {label, run} is a button of another kind. */
export function showToast({ text, undo = "", action = null, level = "info" }) {
  const toast = fromTemplate("toast-template");
  toast.dataset.level = level;
  toast.querySelector("[data-toast-text]").textContent = text;
  const button = toast.querySelector("[data-toast-undo]");
  if (undo) button.dataset.toastUndo = undo;
  else if (action) {
    button.removeAttribute("data-toast-undo");
    button.dataset.toastClose = "";
    button.textContent = action.label;
    button.addEventListener("click", action.run);
  } else button.remove();
  region.append(toast);
}

function life(toast) {
  return Math.max(SHORTEST, toast.textContent.length * PER_CHARACTER);
}

function start(toast) {
  clearTimeout(timers.get(toast));
  timers.set(toast, setTimeout(() => leave(toast), life(toast)));
}

function leave(toast) {
  clearTimeout(timers.get(toast));
  toast.dataset.leaving = "";
  setTimeout(() => toast.remove(), 250);
}

function adopt(toast) {
  announce(toast.querySelector("[data-toast-text]").textContent);
  start(toast);
  const shown = region.querySelectorAll("[data-toast]:not([data-leaving])");
  if (shown.length > AT_MOST) leave(shown[0]);
}

new MutationObserver((records) => {
  for (const record of records) {
    for (const node of record.addedNodes) if (node.matches?.("[data-toast]")) adopt(node);
  }
}).observe(region, { childList: true });
region.querySelectorAll("[data-toast]").forEach(adopt);

const hold = (event) => {
  const toast = event.target.closest("[data-toast]");
  if (toast) clearTimeout(timers.get(toast));
};
const release = (event) => {
  const toast = event.target.closest("[data-toast]");
  if (toast && !toast.matches(":hover, :focus-within")) start(toast);
};
region.addEventListener("pointerover", hold);
region.addEventListener("focusin", hold);
region.addEventListener("pointerout", (event) => setTimeout(() => release(event)));
region.addEventListener("focusout", (event) => setTimeout(() => release(event)));

region.addEventListener("click", (event) => {
  const toast = event.target.closest("[data-toast]");
  const undo = event.target.closest("[data-toast-undo]");
  if (undo) post(undo.dataset.toastUndo);
  if (undo || event.target.closest("[data-toast-close]")) leave(toast);
});

document.addEventListener("toast", (event) => showToast(event.detail));

// A request that failed says so in words; the page stays as it was.
const WORDS = { 401: "forbidden", 403: "forbidden", 404: "missing", 429: "busy" };

document.addEventListener("htmx:response:error", (event) => {
  if (event.detail.ctx.waits) return; // it is sent later (live/outbox.js)
  const { status, headers } = event.detail.ctx.response;
  if (status === 409 || status === 422 || headers.get("HX-Trigger")?.includes('"toast"')) return;
  const word = WORDS[status] ?? "failed";
  showToast({ text: region.dataset[`text${word[0].toUpperCase()}${word.slice(1)}`], level: "error" });
});

document.addEventListener("htmx:error", (event) => {
  if (!event.detail.ctx || event.detail.ctx.response) return; // the answer came; something in the page failed
  if (event.detail.ctx.waits || event.detail.ctx.request.method === "GET") return; // a stream or a preview: it tries again by itself
  showToast({ text: region.dataset.textOffline, level: "error" });
});
