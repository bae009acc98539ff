// Others' changes arrive as fragments and are put in their places, in the order of the log and each once.
import { root } from "../map/state.js";
import { emit, on } from "./bus.js";
import { held, onFree, ownCame, wroteLately } from "./hold.js";
import { askAgain } from "./share.js";
import { moveTo, topic } from "./topics.js";

const { htmx } = window;
const me = Number(document.body.dataset.person);
const WASH = 2400;
const AFTER_FAULT = 2000;

let queue = [];
let working = false;
let reading = null;

// What a morph must leave alone: the one stop for Tab belongs to the person, not to the server.
htmx.config.morphIgnore = [...htmx.config.morphIgnore, "tabindex"];

function receive(said) {
  if (said.topic !== topic().name) return;
  const event = { changes: [], touched: [], ...said };
  queue.push(event);
  if (event.changes.some(({ by }) => by === me)) ownCame();
  work();
}

async function work() {
  if (working) return;
  working = true;
  try {
    while (queue.length && !held()) {
      await reading?.turn();
      await apply(reading ? merged(queue.splice(0)) : queue.shift());
    }
  } catch (error) { // what could not be put in its place is asked for again
    console.error(error);
    queue = [];
    setTimeout(askAgain, AFTER_FAULT, true);
  } finally {
    working = false;
  }
}

/** This page has none of the board's parts: it is read again, {turn, upTo}, instead of taking fragments. */
export function readInstead(how) {
  reading = how;
}

/** Many events as one. */
function merged(events) {
  const all = (name) => events.flatMap((event) => event[name]);
  return { ...events.at(-1), from: events[0].from, seq: all("seq"), changes: all("changes"), touched: all("touched") };
}

/** True when the page has this already. A fragment without numbers is early: its number comes later. */
function known({ seq, to }, at) {
  return seq.length ? to <= at : to < at;
}

async function apply(event) {
  const { at } = topic();
  if (known(event, at)) return;
  if (event.from > at) { // something is missing between the page and this
    queue = [];
    askAgain(true);
    return;
  }
  emit("before", event);
  if (reading && !(await reading.upTo(event.to))) {
    askAgain(true);
    return;
  }
  if (event.html && !reading) await swap(event.html);
  moveTo(Math.max(at, event.to));
  wash(event);
  emit("applied", event);
}

/** In place, and nothing that one looks at or types in moves on the screen. */
async function swap(html) {
  const focused = document.activeElement?.closest("#board [id], #board form");
  const [left, top] = placeOf(focused);
  const id = document.activeElement?.id;
  await htmx.swap({ text: html, sourceElement: root(), target: root(), swap: "none" });
  if (focused?.isConnected) {
    const [newLeft, newTop] = placeOf(focused);
    root().scrollBy({ left: newLeft - left, top: newTop - top, behavior: "instant" });
  }
  if (id && document.activeElement === document.body) document.getElementById(id)?.focus({ preventScroll: true });
}

function placeOf(node) {
  const box = node?.getBoundingClientRect();
  return box ? [box.left, box.top] : [0, 0];
}

/** What others changed is marked for a moment. */
function wash({ changes, touched }) {
  const others = changes.filter(({ by }) => by !== me || !wroteLately());
  if (!others.length) return;
  for (const id of new Set([...others.map(({ target }) => target), ...touched])) {
    const node = id && document.getElementById(id);
    if (!node || node.querySelector("form")) continue;
    node.classList.add("is-updated");
    setTimeout(() => node.classList.remove("is-updated"), WASH);
  }
}

on("change", receive);
on("reload", receive);
onFree(work);
