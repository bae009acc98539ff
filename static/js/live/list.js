// Lists of a workspace, and the pages of one thing in them, read themselves again when something else than a
// map was changed or an alert came, once a second at most. Never under somebody's hands: not while a field has the
// focus or was filled in, words are marked, or a form is open in its place.
import "./alerts.js";
import { expectStream } from "./bar.js";
import { on } from "./bus.js";
import { readRows } from "./rows.js";
import { follow } from "./share.js";
import { moveTo, topic } from "./topics.js";

const EVERY = 1000;
const LONGEST = 30_000; // between readings that fail
const FIELDS = "input:not([type=hidden]), textarea, select";
const { htmx } = window;
const part = () => document.querySelector("[data-live-part]");
const byRows = () => part().hasAttribute("data-live-rows");
let news = false;
let running = false;
let gone = false;
let otherRole = false;
let open = false; // the stream
let every = EVERY;
let next = 0;

htmx.config.morphIgnore = [...htmx.config.morphIgnore, "open"]; // what somebody unfolded stays so

function isFilled(field) {
  if (field.matches("select")) return [...field.options].some((option) => option.selected !== option.defaultSelected && [...field.options].some((one) => one.defaultSelected));
  return ["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

function inUse() {
  const here = part();
  const active = here.contains(document.activeElement) && document.activeElement.matches(FIELDS);
  const open = document.querySelector("dialog[open], .menu:popover-open") || here.querySelector("[data-drawer-refresh]");
  return active || open || !getSelection().isCollapsed || [...here.querySelectorAll(FIELDS)].some(isFilled);
}

async function whole() {
  const target = part();
  const own = target.getAttribute("hx-get"); // its fragment; else it is taken out of the page
  await htmx.ajax("GET", own ?? location.pathname + location.search, {
    source: target, target, swap: "outerMorph", ...(own ? {} : { select: "[data-live-part]" }),
  });
}

async function read() {
  if (otherRole && part() && !inUse() && !part().querySelector("li form")) {
    otherRole = false;
    location.reload();
    return;
  }
  if (!news || running || gone || !open || Date.now() < next || !part() || document.visibilityState !== "visible") return;
  if (!byRows() && inUse()) return;
  news = false;
  running = true;
  try {
    await (byRows() ? readRows() : whole());
    every = EVERY;
  } catch {
    news = true; // the network, or a server at its limits: once more
    every = Math.min(LONGEST, every * 2);
  } finally {
    next = Date.now() + every;
    running = false;
  }
}

setInterval(read, EVERY);

// It was removed meanwhile: said once.
document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  gone ||= ctx.sourceElement === part() && ctx.response.status === 404;
});

on("state", (state) => { open = state.open; });
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
// Another role has other buttons. Whoever writes here sees them when that is done.
on("rights", ({ topic: name }) => { otherRole ||= name === topic().name; });

expectStream();
follow();
