// Where things are on the map. Addresses are derived from ids, so that cards stay small.

export const root = () => document.getElementById("main");
export const board = () => document.getElementById("board");
export const canEdit = () => root().dataset.canEdit === "1";

const PATHS = { card: "cards", placement: "placements", pain: "pains", stage: "stages", lane: "lanes" };

/** Address of one thing: address("card", 12, "move") is /w/acme/cards/12/move/. */
export function address(kind, id, verb = "") {
  return `${root().dataset.base}${PATHS[kind]}/${id}/${verb ? `${verb}/` : ""}`;
}

export function addressOf(item, verb = "") {
  return address(item.dataset.item, item.dataset.id, verb);
}

/** Where the form for a new item of this cell is. */
export function addAddress(cell) {
  const { lane, stage } = cell.dataset;
  const { base } = root().dataset;
  const { kind } = cell.closest("tr").dataset;
  if (kind === "touchpoints") return `${base}stages/${stage}/touchpoints/new/`;
  if (kind === "pains") return `${base}pains/new/?stage=${stage}`;
  return `${base}lanes/${lane}/stages/${stage}/cards/new/`;
}

export const itemOf = (node) => node?.closest?.("[data-item]");
export const cellOf = (node) => node?.closest?.("td[data-cell]");
export const listOf = (cell) => cell?.querySelector("ol[data-sort]");
export const itemsIn = (cell) => [...cell.querySelectorAll("[data-item]")];
