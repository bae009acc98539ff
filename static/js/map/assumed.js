// What the team assumes: points on the curve that are dragged, or set by arrow keys or by typing a number.
import { hold } from "../live/hold.js";
import { post } from "../page.js";
import { address, canEdit } from "./state.js";

const LOW = -2;
const HIGH = 2;
const WAIT = 500; // after the last key, so that a held arrow is one change

const clamp = (value) => Math.round(Math.min(HIGH, Math.max(LOW, value)) * 10) / 10;
const signed = (value) => (value > 0 ? `+${value.toFixed(1)}` : value.toFixed(1).replace("-", "\u2212"));
const timers = new WeakMap();
let typed = "";

const addressOf = (point) => address(...point.dataset.assumed.split("-"), "assumed");

function show(point, value) {
  point.removeAttribute("data-unset");
  const { top, bottom } = point.closest("[data-curve]").dataset;
  point.style.setProperty("--y", `${((Number(top) - value) / (Number(top) - Number(bottom))) * 100}%`);
  point.setAttribute("aria-valuenow", value);
  point.setAttribute("aria-valuetext", signed(value));
  point.dataset.shown = signed(value);
}

/** What all points say alike: sixty of them need not carry it. */
function dress() {
  for (const point of document.querySelectorAll("[data-assumed]:not([aria-valuemin])")) {
    point.setAttribute("aria-orientation", "vertical");
    point.setAttribute("aria-valuemin", LOW);
    point.setAttribute("aria-valuemax", HIGH);
  }
}
dress();
document.addEventListener("htmx:after:swap", dress);

const holds = new WeakMap(); // points that are being set: others' changes wait

function begin(point) {
  if (!holds.has(point)) holds.set(point, hold());
}

function end(point) {
  setTimeout(holds.get(point) ?? (() => {})); // when its request has begun
  holds.delete(point);
}

function save(point) {
  clearTimeout(timers.get(point));
  end(point);
  const value = point.getAttribute("aria-valuenow");
  if (value === point.dataset.saved) return;
  point.dataset.saved = value;
  post(addressOf(point), { value });
}

function soon(point) {
  begin(point);
  clearTimeout(timers.get(point));
  timers.set(point, setTimeout(() => save(point), WAIT));
}

const STEPS = { ArrowUp: 0.1, ArrowRight: 0.1, ArrowDown: -0.1, ArrowLeft: -0.1, PageUp: 0.5, PageDown: -0.5 };

document.addEventListener("keydown", (event) => {
  const point = event.target.closest?.("[data-assumed]");
  if (!point || !canEdit() || event.ctrlKey || event.metaKey || event.altKey) return;
  const now = Number(point.getAttribute("aria-valuenow"));
  let next = null;
  if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    clearTimeout(timers.get(point));
    point.dataset.saved = "";
    post(addressOf(point), { value: "" });
    return;
  }
  if (event.key in STEPS) next = now + STEPS[event.key];
  else if (event.key === "Home") next = LOW;
  else if (event.key === "End") next = HIGH;
  else if (/^[-+.,\d]$/.test(event.key)) {
    typed = (/^[-+]$/.test(event.key) ? "" : typed) + event.key.replace(",", ".");
    next = Number.isFinite(Number.parseFloat(typed)) ? Number.parseFloat(typed) : now;
  } else {
    return;
  }
  if (!/^[-+.,\d]$/.test(event.key)) typed = "";
  event.preventDefault();
  show(point, clamp(next));
  soon(point);
});

document.addEventListener("focusout", (event) => {
  const point = event.target.closest?.("[data-assumed]");
  if (!point) return;
  typed = "";
  if (point.dataset.saved !== undefined) save(point);
});
document.addEventListener("focusin", (event) => {
  const point = event.target.closest?.("[data-assumed]");
  if (point) point.dataset.saved = point.getAttribute("aria-valuenow");
});

document.addEventListener("pointerdown", (event) => {
  const point = event.target.closest?.("[data-assumed]");
  if (!point || !canEdit() || event.button) return;
  event.preventDefault();
  point.focus();
  point.setPointerCapture(event.pointerId);
  point.dataset.saved ??= point.getAttribute("aria-valuenow");
  const box = point.closest("[data-curve]").getBoundingClientRect();
  const { top, bottom } = point.closest("[data-curve]").dataset;
  begin(point);
  const move = (at) => {
    const share = (at.clientY - box.top) / box.height;
    show(point, clamp(Number(top) - share * (Number(top) - Number(bottom))));
  };
  const drop = () => {
    point.removeEventListener("pointermove", move);
    save(point);
  };
  point.addEventListener("pointermove", move);
  point.addEventListener("pointerup", drop, { once: true });
  point.addEventListener("pointercancel", drop, { once: true });
});
