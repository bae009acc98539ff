// A line at the top says when the page is not up to date: reconnecting, signed out, or what waits to be sent.
import { on } from "./bus.js";

const PATIENCE = 3000; // a short break is nobody's business

const bar = document.getElementById("live-bar");
let open = false;
let why = "";
let late = 0;
let waiting = 0;

function words() {
  if (why === "signed-out" || why === "removed" || why === "missing") return [why === "signed-out" ? why : "removed"];
  return [...(late === true ? ["lost"] : []), ...(waiting ? [waiting === 1 ? "waiting-one" : "waiting"] : [])];
}

function show() {
  const names = words();
  bar.querySelectorAll("[data-says]").forEach((part) => {
    part.hidden = !names.includes(part.dataset.says);
    const count = part.querySelector("[data-count]");
    if (count) count.textContent = waiting;
  });
  bar.dataset.state = names[0] ?? "";
  bar.classList.toggle("is-shown", names.length > 0);
}

function patience() {
  if (late) return;
  late = setTimeout(() => {
    late = true;
    document.documentElement.dataset.live = "lost";
    show();
  }, PATIENCE);
}

on("state", (state) => {
  open = state.open;
  why = open || state.why === "lost" ? "" : state.why;
  document.documentElement.dataset.live = open ? "open" : why === "none" ? "none" : "";
  if (open || why === "none") {
    if (late !== true) clearTimeout(late);
    late = 0;
  } else patience();
  show();
});
on("outbox", ({ count }) => {
  waiting = count;
  show();
});

/** Nothing was heard yet: the first stream gets as much patience as any. */
export function expectStream() {
  if (!open) patience();
}
addEventListener("pageshow", ({ persisted }) => { if (persisted) expectStream(); });
