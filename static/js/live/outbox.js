// What could not be sent waits, marked, and is sent in its order when the server is there again. Forms stay
// open with what was typed, their key, version and base; other writes are kept through a reload of the tab.
import { refresh } from "../map/refresh.js";
import { fromTemplate } from "../page.js";
import { emit, on } from "./bus.js";

const { htmx } = window;
const KEY = `outbox:${document.body.dataset.person}`;
const RETRY = 2000; // the stream is open, one request was lost
const AWAY = [502, 503, 504]; // a proxy answers for a server that is not there
const ONCE_MORE = /\/(undo|redo|duplicate)\/$/; // what these mean may have changed meanwhile
const NAMES = { cards: "card", placements: "placement", pains: "painpoint", stages: "stage", lanes: "lane" };

let waiting = stored(); // {url, body} or {form}, oldest first
let open = false;
let sending = false;

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

function changed() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(waiting.filter(({ url }) => url)));
  } catch {
    /* full or forbidden: it waits as long as the page is open */
  }
  mark();
  emit("outbox", { count: waiting.length });
}

/** Everything that waits shows that it does. */
function mark() {
  const marked = waiting.map(({ url, form }) => form ?? elementOf(url)).filter(Boolean);
  document.querySelectorAll("[data-live-waiting]").forEach((sign) => { if (!marked.includes(sign.parentElement)) sign.remove(); });
  for (const node of marked) {
    if (!node.querySelector(":scope > [data-live-waiting]")) node.append(fromTemplate("live-waiting-template"));
  }
}

function elementOf(url) {
  const [, kind, id] = url.match(/\/(\w+)\/(\d+)\/\w+\/$/) ?? [];
  const node = document.getElementById(`${NAMES[kind]}-${id}`);
  return node?.querySelector(".stage, .lane-label__head") ?? node;
}

function lost(ctx) {
  return ctx && ctx.request.method !== "GET" && (!ctx.response || AWAY.includes(ctx.response.status));
}

/** Before the toast would say that nothing came of it. */
function take(event) {
  const { ctx } = event.detail;
  if (!lost(ctx)) return;
  const form = ctx.sourceElement.closest("form");
  const entry = form ? { form } : { url: ctx.request.action, body: String(ctx.request.body ?? "") };
  if (!form && ONCE_MORE.test(entry.url)) return;
  ctx.waits = true;
  if (ctx.outbox || (form && waiting.some((other) => other.form === form))) return; // it waits already
  waiting.push(entry);
  changed();
  if (open) setTimeout(send, RETRY);
}
document.addEventListener("htmx:error", take, true);
document.addEventListener("htmx:response:error", take, true);

// --- Sending ----------------------------------------------------------------------------------------

/** The context of the request once it has ended, or undefined if none has begun. */
function ended(isIt, start) {
  return new Promise((resolve) => {
    let own; // known by its beginning: at its end it may name what came in the place of the form
    const begin = ({ detail: { ctx } }) => { if (isIt(ctx)) own ??= ctx; };
    const end = ({ detail: { ctx } }) => { if (ctx === own) done(); };
    const late = setTimeout(() => { if (!own) done(); }, RETRY);
    function done() {
      clearTimeout(late);
      document.removeEventListener("htmx:before:request", begin);
      document.removeEventListener("htmx:finally:request", end);
      resolve(own);
    }
    document.addEventListener("htmx:before:request", begin);
    document.addEventListener("htmx:finally:request", end);
    start();
  });
}

function resend(entry) {
  const { form, url, body } = entry;
  if (form && !(form.isConnected && form.checkValidity())) return null; // it was left, or needs its person first
  if (form) return ended((ctx) => ctx.sourceElement === form, () => form.requestSubmit());
  const values = Object.fromEntries(new URLSearchParams(body));
  const options = { source: document.body, target: document.body, swap: "none", values, outbox: entry };
  return ended((ctx) => ctx.outbox === entry, () => htmx.ajax("POST", url, options));
}

async function send() {
  if (sending || !open || !waiting.length) return;
  sending = true;
  let refused = false;
  try {
    while (open && waiting.length) {
      const [entry] = waiting;
      const ctx = await resend(entry);
      if (ctx === undefined || lost(ctx)) {
        if (open) setTimeout(send, RETRY); // the stream stands, but who takes writes is away
        break;
      }
      waiting = waiting.filter((other) => other !== entry);
      refused ||= Boolean(entry.url) && ctx.response.status >= 400; // a toast has said so
      changed();
    }
  } finally {
    sending = false;
  }
  if (refused) refresh();
}

on("state", (state) => {
  open = state.open || state.why === "none"; // without streams one can only try
  send();
});
document.addEventListener("form:closed", () => {
  waiting = waiting.filter(({ form }) => !form || form.isConnected);
  changed();
});
document.addEventListener("htmx:after:swap", () => { if (waiting.length) changed(); });
if (waiting.length) changed();
