// One stream a browser: the visible tabs of a person compete for a lock; who holds it opens the stream for
// the topics of all of them and passes every event on. Hidden tabs let go and come back with their own number.
import { newId } from "../page.js";
import { emit } from "./bus.js";
import { openStream } from "./stream.js";
import { topic, written } from "./topics.js";

const { person } = document.body.dataset;
const NAME = `cxjourney-live-${person}`;
const GRACE = 3000; // looking at another tab for a moment keeps the stream
const GATHER = 60; // several tabs that ask at once make one new stream
const MOST = 8; // topics of a stream

const me = newId();
const wants = new Map(); // the holder's: tab → its topic
const reached = new Map(); // the holder's: topic → the number up to which it has passed everything on
const periods = new Map(); // and the period of answers it is drawn for
let channel = null;
let release = null; // gives the lock back, or stops waiting for it
let stream = null;
let dead = false; // the stream was refused and does not try again
let alone = !navigator.locks; // plain http in a local network: no locks, a stream a tab
let gathering = 0;
let asks = ""; // what this tab wants, without its number
let last = {}; // what a tab that comes later is told: {state, hello}

const holds = () => stream !== null;

function tell(message) {
  channel?.postMessage({ tab: me, ...message });
}

/** Here and in the other tabs. */
function pass(event, data) {
  if (event === "hello" || event === "state") last[event] = data;
  if (event === "rights" && last.hello) last.hello.rights[data.topic.replace("map.", "")] = { can_edit: data.can_edit };
  emit(event, data);
  if (!alone) tell({ kind: "event", event, data });
}

// --- The holder -------------------------------------------------------------------------------------

function open() {
  stream?.close();
  dead = false;
  const topics = merged();
  reached.clear();
  periods.clear();
  topics.forEach(({ name, at, period }) => {
    reached.set(name, at);
    periods.set(name, period);
  });
  let vector = ""; // the address says it the first time
  stream = openStream({
    topics: topics.map(written),
    tab: me,
    resume: () => {
      const now = vector;
      vector = [...reached].map(([name, at]) => `${name}.${at}`).join("_");
      return now && vector;
    },
    deliver,
    state: (isOpen, why) => {
      dead = !isOpen && why !== "lost";
      if ((why === "missing" || why === "removed") && topics.length > 1) split();
      else pass("state", { open: isOpen, why });
    },
  });
}

function deliver(event, data) {
  if (event === "hello" && String(data.person) !== person) { // somebody else has signed in here
    stream.close("signed-out");
    return;
  }
  if ("to" in data) {
    reached.set(data.topic, Math.max(reached.get(data.topic) ?? 0, data.to));
    for (const want of wants.values()) {
      if (want.name === data.topic && want.at >= data.from) want.at = Math.max(want.at, data.to);
    }
  }
  pass(event, data);
}

/** Every tab's topics; the same map twice is followed from the older number. Another period goes alone, as do too many. */
function merged() {
  const all = new Map();
  wants.set(me, topic());
  for (const [tab, want] of [[me, wants.get(me)], ...wants]) {
    const known = all.get(want.name);
    if (known ? known.period !== want.period : all.size === MOST) sendAway(tab);
    else all.set(want.name, { ...want, at: Math.min(want.at, known?.at ?? want.at) });
  }
  return [...all.values()];
}

function sendAway(tab) {
  wants.delete(tab);
  tell({ kind: "alone", to: tab });
}

function gather() {
  clearTimeout(gathering);
  gathering = setTimeout(open, GATHER);
}

/** One of the topics is lost to this person: each tab asks for its own, so that the others go on. */
function split() {
  tell({ kind: "alone" });
  goAlone();
}

function asked({ tab, topic: want }) {
  if (!holds()) return;
  if (periods.has(want.name) && periods.get(want.name) !== want.period) {
    sendAway(tab);
    return;
  }
  wants.set(tab, want);
  if (!dead && reached.get(want.name) <= want.at) Object.entries(last).forEach(([event, data]) => tell({ kind: "event", event, data, to: tab }));
  else gather();
}

function left({ tab }) {
  if (!holds() || !wants.delete(tab)) return;
  const wanted = new Set([...wants.values()].map(({ name }) => name));
  if ([...reached.keys()].some((name) => !wanted.has(name))) gather();
}

// --- Every tab --------------------------------------------------------------------------------------

function goAlone() {
  stop();
  alone = true;
  start();
}

const HEARD = {
  who: () => { if (!holds()) tell({ kind: "want", topic: topic() }); },
  want: asked,
  bye: left,
  event: ({ event, data }) => { if (!holds()) emit(event, data); },
  alone: () => goAlone(),
};

function start() {
  if (release) return;
  asks = `${topic().name} ${topic().period}`;
  if (alone) {
    release = () => {};
    open();
    return;
  }
  channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }) => { if (!data.to || data.to === me) HEARD[data.kind]?.(data); };
  const waiting = new AbortController();
  release = () => waiting.abort();
  navigator.locks.request(NAME, { signal: waiting.signal }, () => new Promise((resolve) => {
    if (!release) return resolve(); // hidden meanwhile
    release = resolve;
    open();
    return tell({ kind: "who" });
  })).catch(() => {}); // it stopped waiting
  tell({ kind: "want", topic: topic() });
}

function stop() {
  if (!release) return;
  tell({ kind: "bye" });
  clearTimeout(gathering);
  stream?.close();
  stream = null;
  wants.clear();
  last = {};
  release();
  release = null;
  channel?.close();
  channel = null;
}

/** The page shows something else now (another period), or has missed something: ask again from its own number. */
export function askAgain(missed) {
  const { name, period } = topic();
  if (!release || (missed !== true && asks === `${name} ${period}`)) return;
  asks = `${name} ${period}`;
  if (holds()) gather();
  else tell({ kind: "want", topic: topic() });
}

let hiding = 0;
document.addEventListener("visibilitychange", () => {
  clearTimeout(hiding);
  if (document.visibilityState === "visible") start();
  else hiding = setTimeout(stop, GRACE);
});
addEventListener("pagehide", () => { // so that the browser may keep the page for the way back
  clearTimeout(hiding);
  stop();
});
addEventListener("pageshow", ({ persisted }) => { if (persisted) start(); });
addEventListener("popstate", () => setTimeout(askAgain));
document.addEventListener("htmx:after:history:update", askAgain);

/** Begin; the page's modules have said what they want to hear. */
export function follow() {
  if (document.visibilityState === "visible") start();
}
