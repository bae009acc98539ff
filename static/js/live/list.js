// Lists of a workspace read their part again when others worked or an alert came, once a second at most.
// Never under somebody's hands: not while a field has the focus, words are marked, or something is open.
import "./alerts.js";
import { expectStream } from "./bar.js";
import { on } from "./bus.js";
import { follow } from "./share.js";
import { moveTo, topic } from "./topics.js";

const EVERY = 1000;
const { htmx } = window;
const part = () => document.querySelector("[data-live-part]");
let news = false;
let running = false;

function inUse() {
  const here = part();
  const field = here.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
  return field || !getSelection().isCollapsed || document.querySelector("dialog[open], [data-live-part] details[open], [data-live-part] input:checked");
}

async function read() {
  if (!news || running || !part() || document.visibilityState !== "visible" || inUse()) return;
  news = false;
  if (part().hasAttribute("hx-get")) { // it knows how
    document.dispatchEvent(new CustomEvent("board:refresh"));
    return;
  }
  running = true;
  try {
    await htmx.ajax("GET", location.pathname + location.search, {
      source: part(), target: part(), select: "[data-live-part]", swap: "outerMorph",
    });
  } finally {
    running = false;
  }
}

setInterval(read, EVERY);

on("change", ({ topic: name, to }) => {
  if (name !== topic().name) return;
  moveTo(Math.max(topic().at, to));
  news = true;
});
on("alert", ({ on: topics }) => { news ||= topics.includes(topic().name); });
// After a break: an alert of that time is in no log.
let greeted = false;
on("hello", () => {
  news ||= greeted;
  greeted = true;
});

expectStream();
follow();
