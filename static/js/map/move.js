// Telling the server where an item stands now; its answer is a toast with Undo.
import { mayTouch } from "../live/locks.js";
import { post } from "../page.js";
import { refresh } from "./refresh.js";
import { isPicked, pickedItems, send } from "./select.js";
import { addressOf, cellOf, numberOf, placeOf } from "./state.js";

/** Whatever is chosen goes where this one was put; touchpoints and pain points only to its stage. */
async function moveAll(item, cell, next) {
  const { lane, stage, step } = placeOf(cell);
  while (next && isPicked(next)) next = next.nextElementSibling;
  const isCard = item.dataset.item === "card";
  const before = isCard && next?.matches("[data-item]") ? numberOf(next) : "";
  return send({ do: "move", stage, step, lane: isCard ? lane : "", before });
}

/** Send where this item was put. What somebody else edits is moved only after a question. */
export async function sendMove(item) {
  const cell = cellOf(item);
  let next = item.nextElementSibling;
  // What belongs to a touchpoint (data-fixed) stands behind what can be moved, so it is no neighbour.
  while (next && !next.matches("[data-item]:not([data-fixed])")) next = next.nextElementSibling;
  if (isPicked(item) && pickedItems().length > 1) return moveAll(item, cell, next);
  const url = addressOf(item, "move");
  const values = { ...placeOf(cell), before: numberOf(next) };
  return (await mayTouch(item.id, "move")) ? post(url, values) : refresh();
}
