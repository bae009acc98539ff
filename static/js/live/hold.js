// Changes by others wait while something is under way here: a drag, a value being set, a request of our own.
// Otherwise a card would jump out of the hand, or an answer would be overtaken by what came before it.
import { on } from "./bus.js";

const LONGEST = 2000; // for a request
const OWN = 800; // after a write: its own change comes at once, and what others did before it goes with it

const reasons = new Set();
const listeners = [];
let open = false; // the stream
let wrote = -Infinity;
let came = -Infinity; // when the last change of our own came

/** Hold back; the function it returns lets go. */
export function hold() {
  const reason = {};
  reasons.add(reason);
  return () => {
    if (reasons.delete(reason) && !held()) listeners.forEach((listener) => listener());
  };
}

export const held = () => reasons.size > 0;

export function onFree(listener) {
  listeners.push(listener);
}

const requests = new Map(); // of htmx: what ends the hold
const overdue = new WeakSet();

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const free = hold();
  const began = Date.now();
  const timer = setTimeout(() => {
    overdue.add(ctx);
    free();
  }, LONGEST);
  requests.set(ctx, () => {
    clearTimeout(timer);
    if (ctx.request.method !== "GET" && ctx.response?.raw.ok) expectOwn(began);
    free();
  });
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  requests.get(ctx)?.();
  requests.delete(ctx);
  // It took too long, so others' changes were let in: its answer may have undone some of them on the page.
  if (overdue.has(ctx) && ctx.response?.raw.ok) document.dispatchEvent(new CustomEvent("board:refresh"));
});

let freeOwn = null;

function expectOwn(since) {
  wrote = Date.now();
  if (!open || came >= since) return; // it may be here before its answer
  freeOwn?.();
  const free = hold();
  const timer = setTimeout(free, OWN);
  freeOwn = () => {
    clearTimeout(timer);
    free();
  };
}

/** Our own change has come. */
export function ownCame() {
  came = Date.now();
  freeOwn?.();
  freeOwn = null;
}

/** Did this tab write a moment ago? The same person may have others. */
export const wroteLately = () => Date.now() - wrote < 3000;

on("state", (state) => { open = state.open; });
