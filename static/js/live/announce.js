// What a screen reader hears of others' work: only what concerns the card one is on, and a stage whose
// number crossed its target. One sentence every three seconds at most, never while keys are pressed.
import { announce } from "../page.js";
import { board } from "../map/state.js";
import { on } from "./bus.js";

const EVERY = 3000;
const me = Number(document.body.dataset.person);
const words = () => document.getElementById("live-words").dataset;

let next = "";
let timer = 0;
let spoken = -Infinity;

/** Say this soon; a newer sentence takes its place if it could not be said yet. */
export function speak(text) {
  next = text;
  clearTimeout(timer);
  timer = setTimeout(() => {
    spoken = Date.now();
    announce(next);
  }, Math.max(0, spoken + EVERY - Date.now()));
}

/** Stage id → does its headline meet its target? Stages without a target are left out. */
function levels() {
  const found = new Map();
  board().querySelectorAll("thead th[data-stage]").forEach((head) => {
    const bullet = head.querySelector(".bullet:not(.bullet--plain)");
    if (bullet) found.set(head.id, bullet.matches(".bullet--good"));
  });
  return found;
}

let before = new Map();
let focused = "";

on("before", () => {
  before = levels();
  focused = document.activeElement?.closest("[data-item]")?.id ?? "";
});

on("applied", ({ changes }) => {
  for (const [id, good] of levels()) {
    if (!before.has(id) || before.get(id) === good) continue;
    const name = document.querySelector(`#${id} .stage__name`)?.textContent ?? "";
    speak((good ? words().reached : words().missed).replace("%s", name));
  }
  const mine = focused && changes.findLast(({ by, target }) => by !== me && target === focused);
  if (mine && !document.getElementById(focused)?.querySelector("form")) speak(mine.text);
});
