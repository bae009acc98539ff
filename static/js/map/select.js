// Choosing several things of the map: Ctrl+click adds one, Shift+click all up to it; by keyboard Space,
// Shift+arrows, Ctrl+A. What is done with them is one request, and one undo.
import { mayTouch } from "../live/locks.js";
import { announce, isTyping, post } from "../page.js";
import { refresh } from "./refresh.js";
import { board, canEdit, cellOf, enter, itemOf, itemsIn, root } from "./state.js";

const picked = new Set(); // ids
const bar = document.getElementById("picked");
let anchor = ""; // id of what was chosen last
let choosing = false; // every press chooses, as on a phone

const items = () => [...board().querySelectorAll("[data-item]")];
export const pickedItems = () => items().filter(({ id }) => picked.has(id));
export const isPicked = (item) => picked.has(item?.id);

function show({ quiet = false } = {}) {
  items().forEach((item) => item.classList.toggle("is-picked", picked.has(item.id)));
  root().classList.toggle("is-choosing", choosing);
  if (!bar) return;
  bar.hidden = !picked.size && !choosing;
  const said = picked.size ? bar.dataset.text.replace("%s", picked.size) : bar.dataset.textNone;
  bar.querySelector("[data-picked-count]").textContent = said;
  bar.querySelectorAll("[data-picked-do]").forEach((button) => { button.disabled = !picked.size; });
  if (!quiet) announce(said);
}

function pick(list, on = true) {
  list.forEach(({ id }) => (on ? picked.add(id) : picked.delete(id)));
  anchor = list.at(-1)?.id ?? anchor;
  show();
}

export function clearPicks() {
  if (!picked.size && !choosing) return;
  picked.clear();
  choosing = false;
  show();
}

const spot = (item) => {
  const cell = cellOf(item);
  let column = 0; // cells of a stage that is split may span its steps
  for (let before = cell.previousElementSibling; before; before = before.previousElementSibling) column += before.colSpan;
  return { row: cell.parentElement.rowIndex, column, at: itemsIn(cell).indexOf(item) };
};

/** Everything between two items: in one cell from one to the other, else all cells of the rectangle. */
function between(first, last) {
  const [a, b] = [spot(first), spot(last)];
  const within = (value, name) => value >= Math.min(a[name], b[name]) && value <= Math.max(a[name], b[name]);
  const oneCell = a.row === b.row && a.column === b.column;
  return items().filter((item) => {
    const { row, column, at } = spot(item);
    return within(row, "row") && within(column, "column") && (!oneCell || within(at, "at"));
  });
}

// --- By mouse and touch -----------------------------------------------------------------------------

const free = (event) => {
  const item = canEdit() && board().contains(event.target) && itemOf(event.target);
  return item && !event.target.closest("form, button, input, select, textarea") ? item : null;
};
const modified = (event) => event.ctrlKey || event.metaKey || event.shiftKey;

document.addEventListener("mousedown", (event) => {
  if (event.shiftKey && free(event)) event.preventDefault(); // chooses cards, not words
});

document.addEventListener("click", (event) => {
  const item = free(event);
  if (!item || !(modified(event) || choosing)) {
    if (picked.size && !choosing && board().contains(event.target)) clearPicks();
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  const from = event.shiftKey && document.getElementById(anchor);
  if (from && board().contains(from)) pick(between(from, item));
  else pick([item], !picked.has(item.id));
  item.focus({ preventScroll: true });
}, true);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-choose]")) {
    choosing = true;
    show();
  }
  if (event.target.closest("[data-picked-none]")) clearPicks();
});

// --- By keyboard ------------------------------------------------------------------------------------

/** The cell, then its lane, then the map: the first of which not all is chosen already. */
function pickAll(item) {
  const cell = cellOf(item);
  const wider = [itemsIn(cell), [...cell.parentElement.querySelectorAll("[data-item]")], items()];
  pick(wider.find((list) => list.some(({ id }) => !picked.has(id))) ?? []);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || !canEdit() || event.altKey || isTyping(event.target)) return;
  const item = event.target.matches?.("#board [data-item]") ? event.target : null;
  const control = event.ctrlKey || event.metaKey;
  let used = true;
  if (item && event.key === " " && !control) pick([item], !picked.has(item.id));
  else if (item && control && event.key.toLowerCase() === "a") pickAll(item);
  else if (item && event.shiftKey && !control && event.key.startsWith("Arrow")) {
    used = false; // keyboard.js walks; what it comes to is chosen too
    pick([item]);
    setTimeout(() => { if (itemOf(document.activeElement)) pick([itemOf(document.activeElement)]); });
  } else if (event.key === "Escape" && (picked.size || choosing) && !document.querySelector(".menu:popover-open, dialog:modal, .is-moving")) clearPicks();
  else if (event.key === "Delete" && picked.size && (item ? isPicked(item) : bar?.contains(event.target))) send({ do: "remove" });
  else used = false;
  if (used) event.preventDefault();
});

// --- Doing ------------------------------------------------------------------------------------------

/** Do the same with all that is chosen. What somebody else edits is moved or removed only after a question. */
export async function send(values, things = pickedItems()) {
  const ids = things.map(({ id }) => id);
  if (!ids.length) return;
  const risky = values.do === "move" || values.do === "remove";
  for (const id of ids) if (risky && !(await mayTouch(id, values.do))) return void refresh();
  const near = cellOf(document.activeElement)?.id ?? cellOf(things[0])?.id;
  await post(`${root().dataset.mapUrl}items/`, { ...values, items: ids.join(" ") });
  if (values.do === "remove") clearPicks();
  if (near && document.activeElement === document.body) enter(document.getElementById(near));
}

const LEVELS = ["assumed", "observed", "measured"];

/** The next level of how we know: of this card, or of all that is chosen with it. */
export function know(item) {
  const next = LEVELS[(LEVELS.indexOf(item.dataset.known ?? "assumed") + 1) % LEVELS.length];
  return send({ do: "evidence", evidence: next }, isPicked(item) ? pickedItems() : [item]);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-picked-do]:not([popovertarget])");
  if (button) send(JSON.parse(button.dataset.pickedDo));
});

/** Where they can go: every stage, and every lane that holds cards. */
function fill(menu) {
  const add = (part, label, values) => {
    const item = document.createElement("button");
    item.type = "button";
    item.className = "menu__item";
    item.textContent = label;
    item.dataset.pickedDo = JSON.stringify({ do: "move", ...values });
    menu.querySelector(`[data-places="${part}"]`).append(item);
  };
  menu.querySelectorAll("[data-places]").forEach((part) => part.replaceChildren());
  for (const head of board().querySelectorAll("thead th[data-stage]")) {
    const { stage } = head.dataset;
    const name = head.querySelector(".stage__name").textContent.trim();
    const steps = [...board().querySelectorAll(`th[data-of="${stage}"]`)];
    if (!steps.length) add("stages", name, { stage });
    steps.forEach((step) => add("stages", `${name}: ${step.textContent.trim()}`, { stage, step: step.id.split("-")[1] }));
  }
  for (const row of board().querySelectorAll("tr.lane")) {
    if (!row.querySelector('ol[data-sort="card"]')) continue;
    add("lanes", row.querySelector(".lane-label__name").textContent.trim(), { lane: row.dataset.lane });
  }
}

document.getElementById("picked-move")?.addEventListener("beforetoggle", ({ newState, target }) => {
  if (newState === "open") fill(target);
});

// Whose cards they are to be: the personas that the map compares now, as its menu above has them.
const compared = () => [...document.querySelectorAll("#whom-menu [data-compare]")];
const whom = document.getElementById("picked-whom");
whom?.addEventListener("beforetoggle", ({ newState }) => {
  if (newState !== "open") return;
  whom.replaceChildren();
  for (const { value, parentElement } of compared()) {
    for (const on of ["1", "0"]) {
      const item = document.createElement("button");
      item.type = "button";
      item.className = "menu__item";
      item.textContent = whom.dataset[on === "1" ? "textOn" : "textOff"].replace("%s", parentElement.textContent.trim());
      item.dataset.pickedDo = JSON.stringify({ do: "persona", persona: value, on });
      whom.append(item);
    }
  }
});
function offerWhom() {
  const button = bar?.querySelector("[data-picked-whom]");
  if (button) button.hidden = !compared().length;
}
offerWhom();
document.addEventListener("htmx:after:swap", offerWhom);

document.addEventListener("htmx:after:swap", () => {
  if (!picked.size) return;
  const here = new Set(items().map(({ id }) => id));
  picked.forEach((id) => { if (!here.has(id)) picked.delete(id); });
  show({ quiet: true });
});
