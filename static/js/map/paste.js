// A table pasted onto the map: the dialog opens with it, at the cell that is focused.
import { isTyping } from "../page.js";
import { board, canEdit, cellOf, placeOf, root } from "./state.js";

const { htmx } = window;

document.addEventListener("paste", async (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (event.defaultPrevented || !canEdit() || !text.trim() || isTyping(event.target)) return;
  if (document.querySelector("dialog:modal, :popover-open")) return;
  event.preventDefault();
  const cell = cellOf(document.activeElement);
  const query = new URLSearchParams(cell && board().contains(cell) ? placeOf(cell) : {});
  await htmx.ajax("GET", `${root().dataset.mapUrl}paste/?${query}`, { source: root(), target: document.getElementById("dialog-slot"), swap: "innerHTML" });
  const field = document.querySelector("[data-table]");
  if (!field) return;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  // A single column is a list for one lane.
  if (!text.trimEnd().includes("\t")) field.form.elements.rows.value = "cards";
});
