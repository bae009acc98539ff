// Choosing maps: the chosen stay chosen while the list is read again, Shift chooses all in between.
import { announce } from "../page.js";

export const boxes = () => [...document.querySelectorAll("#home-maps .map-pick")];
export const chosen = () => boxes().filter((box) => box.checked);
const list = () => document.getElementById("home-maps");
let kept = new Set();
let last = "";

function tell() {
  kept = new Set(chosen().map((box) => box.value));
  const text = list().dataset.textChosen.replace("%s", kept.size);
  const count = document.querySelector("[data-chosen]");
  if (count && kept.size) count.textContent = text;
  return text;
}

/** Choose the map, or not; with `range` all maps from the one chosen last to this one. */
export function pick(box, on = box.checked, range = false) {
  const all = boxes();
  const from = all.findIndex((one) => one.value === last);
  const to = all.indexOf(box);
  const span = range && from >= 0 ? all.slice(Math.min(from, to), Math.max(from, to) + 1) : [box];
  span.forEach((one) => { one.checked = on; });
  last = box.value;
  announce(tell());
}

export function pickAll(on) {
  boxes().forEach((box) => { box.checked = on; });
  announce(tell());
}

let shift = false;
document.addEventListener("click", (event) => { shift = event.shiftKey; }, true);
document.addEventListener("change", (event) => {
  if (event.target.matches(".map-pick")) pick(event.target, event.target.checked, shift);
});

// The bar's own cross empties the form; the boxes are in it by their `form` attribute.
document.addEventListener("reset", (event) => {
  if (event.target.id === "home-bulk") setTimeout(() => announce(tell()));
});

document.addEventListener("htmx:after:swap", () => {
  if (!list()) return;
  boxes().forEach((box) => { box.checked = kept.has(box.value); });
  tell();
});
