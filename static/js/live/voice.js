// What this tab says to the others: that it is there, what is edited in it, where one looks.
import { board, root } from "../map/state.js";
import { on } from "./bus.js";

const BEAT = 8000;
const REMEMBERED = 20_000; // the server forgets what is edited after 30 s without keys

const map = Number(root().dataset.map);
const telling = {}; // said again to every new stream: editing, follow
let stream = "";
let typed = -Infinity;
let said = 0;

/** Send words to the server; lost words are said again with the next stream. */
export function say(words = {}) {
  if (!stream) return;
  const body = JSON.stringify({ stream, map, ...words });
  fetch("/events/", { method: "POST", body, keepalive: true, headers: { "Content-Type": "application/json" } }).catch(() => {});
}

/** Something that stays true until it is said otherwise. */
export function keepSaying(words) {
  Object.assign(telling, words);
  say(words);
}

/** The id of what is edited in this tab: a card, the head of a stage or lane, what the drawer shows. */
function editing() {
  const form = [...board().querySelectorAll("form")].find((one) => one.closest("[data-item]") || one.matches("[data-head-form]"));
  if (form) return (form.closest("[data-item]") ?? form.closest("th[id], section[id], li[id]")).id.replace("lane-label-", "lane-");
  return document.activeElement?.closest("#drawer :is(input, textarea)") ? document.getElementById("drawer").dataset.shows : "";
}

function look() {
  const now = editing();
  if (now === (telling.editing ?? "")) return;
  said = Date.now();
  keepSaying({ editing: now });
}

on("hello", ({ stream: id }) => {
  stream = id;
  telling.editing = editing();
  said = Date.now();
  say(Object.fromEntries(Object.entries(telling).filter(([, value]) => value)));
});

on("state", ({ open }) => { if (!open) stream = ""; });

document.addEventListener("htmx:after:swap", look);
document.addEventListener("form:closed", look);
document.addEventListener("focusin", look);
document.addEventListener("focusout", () => setTimeout(look));
document.addEventListener("input", () => {
  typed = Date.now();
  if (telling.editing && typed - said > REMEMBERED) {
    said = typed;
    say({ editing: telling.editing });
  }
});

setInterval(() => {
  if (document.visibilityState !== "visible") return;
  const typing = telling.editing && Date.now() - typed < BEAT;
  if (typing) said = Date.now();
  say(typing ? { editing: telling.editing } : {});
}, BEAT);
