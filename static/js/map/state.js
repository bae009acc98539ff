// Where things are on the map. Addresses are derived from ids, so that cards stay small.

export const root = () => document.getElementById("main");
export const board = () => document.getElementById("board") ?? document.getElementById("outline");
/** What is read again as a whole: the board, or on other pages what they name. */
export const shown = () => document.getElementById(root().dataset.reads) ?? board();
export const canEdit = () => root().dataset.canEdit === "1";

const PATHS = { card: "cards", placement: "placements", pain: "pains", stage: "stages", step: "steps", lane: "lanes" };

/** Address of one thing: address("card", 12, "move") is /w/acme/cards/12/move/. */
export function address(kind, id, verb = "") {
  return `${root().dataset.base}${PATHS[kind]}/${id}/${verb ? `${verb}/` : ""}`;
}

/** The number in the id of an item: 12 of card-12. */
export const numberOf = (item) => item?.id.split("-").pop() ?? "";

/** Which lane and stage a cell belongs to, and which step where the stage is split: cell-5-12 or cell-5-12_3. */
export function placeOf(cell) {
  const [, lane, where] = cell.id.split("-");
  const [stage, step = ""] = where.split("_");
  return { lane, stage, step };
}

export function addressOf(item, verb = "") {
  return address(item.dataset.item, numberOf(item), verb);
}

/** Where the form for a new item of this cell is. */
export function addAddress(cell) {
  const { lane, stage, step } = placeOf(cell);
  const { base } = root().dataset;
  const { kind } = cell.closest("tr").dataset;
  const query = step && `?step=${step}`;
  if (kind === "touchpoints") return `${base}stages/${stage}/touchpoints/new/${query}`;
  if (kind === "pains") return `${base}pains/new/?stage=${stage}`;
  return `${base}lanes/${lane}/stages/${stage}/cards/new/${query}`;
}

export const itemOf = (node) => node?.closest?.("[data-item]");
export const cellOf = (node) => node?.closest?.("td[data-cell]");
export const listOf = (cell) => cell?.querySelector("ol[data-sort]");

/** Put the keyboard into a cell: on its thing of this number, else its last, else the cell. */
export function enter(cell, index = 0) {
  if (!cell) return;
  const items = itemsIn(cell);
  const target = items[Math.max(0, Math.min(index, items.length - 1))] ?? cell;
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus();
}

export const itemsIn = (cell) => [...cell.querySelectorAll("[data-item]")];
