// The map by keyboard: arrows walk, Enter edits, N new, M moves, O opens, F folds, 1–9 jump.
import { hold } from "../live/hold.js";
import { mayTouch } from "../live/locks.js";
import { announce, isTyping, post } from "../page.js";
import { openEdit, openNew } from "./edit.js";
import { sendMove } from "./move.js";
import { know } from "./select.js";
import { addressOf, board, canEdit, cellOf, enter, itemOf, itemsIn, listOf, placeOf, root } from "./state.js";

const words = () => root().dataset;
let moving = null; // { item, list, next, free }: what is picked up, where it came from, what lets others' changes in

// Lanes and stages that somebody has hidden for themselves (view.js) are walked past.
const rows = () => [...board().querySelectorAll("tr.lane:not([hidden])")].filter((row) => row.querySelector("td[data-cell]"));
const cellsOf = (row) => [...row.querySelectorAll("td[data-cell]")].filter((cell) => cell.checkVisibility());

/** The cell of another row over or under this one: of the same step, or that which spans it. */
function beside(row, cell) {
  const at = placeOf(cell);
  const same = cellsOf(row).filter((other) => placeOf(other).stage === at.stage);
  return same.find((other) => placeOf(other).step === at.step) ?? same[0];
}

let stop = null;

/** One stop for Tab: the thing that was focused last. */
function stopAt(node) {
  stop = node;
  board().querySelectorAll('[tabindex="0"][data-item], td[tabindex="0"]').forEach((other) => { other.tabIndex = -1; });
  node.tabIndex = 0;
}

function go(cell, index = 0) {
  if (!cell) return;
  enter(cell, index);
  document.activeElement.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function position() {
  const cell = cellOf(document.activeElement);
  if (!cell) return null;
  const row = cell.closest("tr");
  return { cell, row, column: cellsOf(row).indexOf(cell), index: itemsIn(cell).indexOf(itemOf(document.activeElement)) };
}

function walk(key) {
  const at = position();
  const all = rows();
  if (!at) return go(cellsOf(all[0])[0]);
  if (key === "ArrowLeft" || key === "ArrowRight") {
    return go(cellsOf(at.row)[at.column + (key === "ArrowRight" ? 1 : -1)], at.index);
  }
  const step = key === "ArrowDown" ? 1 : -1;
  const next = at.index + step;
  if (at.index >= 0 && next >= 0 && next < itemsIn(at.cell).length) return go(at.cell, next);
  const row = all[all.indexOf(at.row) + step];
  return row && go(beside(row, at.cell), step > 0 ? 0 : Infinity);
}

// --- Moving ---------------------------------------------------------------------------------------

function pickUp(item) {
  moving = { item, list: item.parentElement, next: item.nextElementSibling, free: hold() };
  item.classList.add("is-moving");
  announce(words().textPicked);
}

function place(item, list, before) {
  list.insertBefore(item, before);
  item.focus();
  item.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function shift(key) {
  const { item } = moving;
  const cell = cellOf(item);
  const sort = item.parentElement.dataset.sort;
  if (key === "ArrowUp" || key === "ArrowDown") {
    const before = item.previousElementSibling;
    const after = item.nextElementSibling;
    if (key === "ArrowUp" && before?.matches("[data-item]")) return place(item, item.parentElement, before);
    if (key === "ArrowDown" && after?.matches("[data-item]")) return place(item, item.parentElement, after.nextElementSibling);
    const all = rows().filter((row) => row.querySelector(`ol[data-sort="${sort}"]`));
    const row = all[all.indexOf(cell.closest("tr")) + (key === "ArrowDown" ? 1 : -1)];
    const list = row && listOf(beside(row, cell));
    return list && place(item, list, key === "ArrowDown" ? list.firstElementChild : null);
  }
  const cells = cellsOf(cell.closest("tr"));
  const list = listOf(cells[cells.indexOf(cell) + (key === "ArrowRight" ? 1 : -1)]);
  if (!list) return undefined;
  const index = itemsIn(cell).indexOf(item);
  return place(item, list, itemsIn(cellOf(list))[index] ?? null);
}

function drop(keep) {
  const { item, list, next, free } = moving;
  moving = null;
  setTimeout(free); // when its request has begun
  item.classList.remove("is-moving");
  if (!keep) {
    place(item, list, next);
    announce(words().textPutBack);
    return;
  }
  if (item.parentElement !== list || item.nextElementSibling !== next) sendMove(item);
  announce(words().textDropped);
}

// --- Keys -----------------------------------------------------------------------------------------

function jump(number) {
  const head = board().querySelectorAll("thead th[data-stage]")[number - 1];
  if (!head?.checkVisibility()) return;
  const at = position();
  go(cellsOf(at?.row ?? rows()[0]).find((cell) => placeOf(cell).stage === head.dataset.stage));
  head.scrollIntoView({ block: "nearest", inline: "center" });
}

function open(item) {
  const link = item?.querySelector("a.card__title, a[data-open]");
  if (link) link.click();
  else if (item) openEdit(item);
}

function letter(event, item, cell) {
  const key = event.key.toLowerCase();
  if (/^[1-9]$/.test(key)) return jump(Number(key)) ?? true;
  if (key === "o" && item) return open(item) ?? true;
  if (!canEdit() || !cell) return false;
  if (key === "n") return openNew(cell) && true;
  if (key === "m" && item && !item.matches("[data-fixed]")) return pickUp(item) ?? true;
  if (key === "e" && item?.dataset.item === "card") return know(item) && true;
  if (key === "r" && item?.dataset.item === "card") return openEdit(item) && true;
  if (key === "d" && item?.dataset.item === "card") return post(addressOf(item, "duplicate")) && true;
  if (key === "f") return fold(cell);
  return false;
}

/** A folded lane has no cell to stand in: the keyboard waits on its name, where F unfolds it. */
function fold(node) {
  const button = node.closest("tr.lane")?.querySelector("[data-fold]");
  button?.focus();
  button?.click();
  return Boolean(button);
}

async function remove(item) {
  const cell = cellOf(item);
  const index = itemsIn(cell).indexOf(item);
  if (!(await mayTouch(item.id, "remove"))) return item.focus();
  await post(addressOf(item, "remove"));
  if (!document.activeElement || document.activeElement === document.body) go(cell, index);
  return undefined;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.target.closest("dialog, [popover], [role=slider], form, .map th")) {
    if (event.key.toLowerCase() === "f" && event.target.matches("[data-fold]")) fold(event.target);
    return;
  }
  const item = itemOf(event.target);
  const cell = cellOf(event.target);
  const arrow = event.key.startsWith("Arrow");
  let used = true;
  if (moving) {
    if (arrow) shift(event.key);
    else if (event.key === "Enter" || event.key === "m") drop(true);
    else if (event.key === "Escape") drop(false);
    else used = false;
  } else if (arrow && (cell || event.target === document.body || event.target === root())) walk(event.key);
  else if (event.key === "Enter" && event.target === item) open(item);
  else if (event.key === "Enter" && event.target === cell) openNew(cell);
  else if (event.key === "Delete" && item && event.target === item && canEdit()) remove(item);
  else used = event.key.length === 1 && !event.shiftKey && letter(event, item, cell);
  if (used) event.preventDefault();
});

// Focus going elsewhere (a click, a dialog) puts the picked-up item back.
document.addEventListener("pointerdown", () => { if (moving) drop(false); });
document.addEventListener("focusin", (event) => {
  const node = itemOf(event.target) ?? event.target.closest("td[data-cell]");
  if (node && board().contains(node)) stopAt(node);
});

// What was swapped in may have brought a second stop, or taken away the only one.
document.addEventListener("htmx:after:swap", () => {
  const stops = [...board().querySelectorAll('[tabindex="0"][data-item], td[data-cell][tabindex="0"]')];
  const known = stop?.isConnected ? stop : stop?.id && document.getElementById(stop.id);
  if (stops.length !== 1) stopAt(known || stops[0] || board().querySelector("td[data-cell] [data-item], td[data-cell]") || board());
});
