// The list of customers to answer by keyboard: J and K move, O opens, R replies, P passes on, X chooses; M and A press
// the buttons of the bar for the chosen ones.
import { announce, isTyping } from "../page.js";

const items = () => [...document.querySelectorAll(".due__item")];
const here = () => document.activeElement?.closest?.(".due__item");
const chosen = () => [...document.querySelectorAll(".due__pick:checked")];
const form = () => document.getElementById("followups-bulk");

function tell() {
  const count = form()?.querySelector("[data-chosen]");
  if (!count) return;
  const text = count.dataset.text.replace("%s", chosen().length);
  if (chosen().length) count.textContent = text;
  announce(text);
}

function move(step) {
  const all = items();
  const at = all.indexOf(here());
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  next?.querySelector(".due__open")?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(selector, root = here()) {
  const button = root?.querySelector(selector);
  button?.click();
  return Boolean(button);
}

function bulk(key) {
  if (!chosen().length || !press(`[data-key-of="${key}"]`, form())) return false;
  document.querySelector(".menu:popover-open button")?.focus();
  return true;
}

function act(key) {
  const box = here()?.querySelector(".due__pick");
  if (key === "j") move(1);
  else if (key === "k") move(-1);
  else if (key === "o") return press(".due__open");
  else if (key === "r") return press('[hx-get$="/reply/"]');
  else if (key === "p") return press('[hx-get$="/pass/"]');
  else if (key === "x" && box) { box.checked = !box.checked; tell(); }
  else if (key === "escape" && chosen().length) { form().reset(); }
  else return ["m", "a"].includes(key) && bulk(key);
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || isTyping(event.target) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (document.querySelector("dialog:modal, .menu:popover-open")) return;
  if (act(event.key.toLowerCase())) event.preventDefault();
});
document.addEventListener("change", (event) => { if (event.target.matches(".due__pick")) tell(); });
document.addEventListener("reset", (event) => { if (event.target === form()) setTimeout(tell); });
document.addEventListener("toast", (event) => { if (event.detail?.level !== "error") form()?.reset(); });
