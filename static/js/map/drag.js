// Moving by pointer. The keyboard's equal is in keyboard.js; both end in sendMove.
import "../../vendor/sortablejs-1.15.7/Sortable.min.js";
import { hold } from "../live/hold.js";
import { sendMove } from "./move.js";
import { canEdit, cellOf, root } from "./state.js";

const made = new WeakSet();
let from = null;
let free = () => {}; // lets others' changes in again

function mark(cell) {
  document.querySelectorAll("td.is-drop").forEach((other) => other.classList.toggle("is-drop", other === cell));
  cell?.classList.add("is-drop");
}

function make(list) {
  if (made.has(list)) return;
  made.add(list);
  window.Sortable.create(list, {
    group: list.dataset.sort,
    draggable: "[data-item]:not([data-fixed])",
    filter: "form, input, textarea, select, button, [data-adding]",
    preventOnFilter: false,
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    forceFallback: true, // the browser's own dragging neither scrolls the map nor lets the card be drawn
    fallbackOnBody: true,
    fallbackTolerance: 4, // a click that shakes is still a click
    delay: 180, // on touch a short press lifts the card, so that a swipe still scrolls
    delayOnTouchOnly: true,
    ghostClass: "is-slot",
    dragClass: "is-dragged",
    scroll: root(),
    onStart: ({ item }) => {
      from = { list: item.parentElement, next: item.nextElementSibling };
      free = hold();
      root().classList.add("is-dragging");
    },
    onMove: ({ to }) => (canEdit() ? mark(cellOf(to)) : false),
    onEnd: ({ item }) => {
      mark(null);
      root().classList.remove("is-dragging");
      if (from && (item.parentElement !== from.list || item.nextElementSibling !== from.next)) sendMove(item);
      from = null;
      setTimeout(free); // when its request has begun, which holds for itself
    },
  });
}

// Only when a hand comes down: a page is sooner ready, and a cell that came later is never forgotten.
document.addEventListener(
  "pointerdown",
  (event) => {
    if (canEdit() && event.target.closest("#board [data-sort]"))
      document.querySelectorAll("#board ol[data-sort]").forEach(make);
  },
  { capture: true }, // before the list itself hears of it
);
