// Words in place: a card swaps itself for its own form and back. The form's answer is the card again.
import { draftNames } from "../drafts.js";
import { leave } from "./heads.js";
import { refresh } from "./refresh.js";
import { addAddress, addressOf, canEdit, cellOf, itemOf, listOf, root } from "./state.js";

const { htmx } = window;

function focusField(container) {
  const field = container?.querySelector("[aria-invalid]") ?? container?.querySelector("textarea, input:not([type=hidden]), select");
  if (!field) return;
  field.focus();
  if (field.matches("textarea, [type=text]")) field.setSelectionRange(field.value.length, field.value.length);
}

/** Swap a card for its form. */
export async function openEdit(item) {
  if (!canEdit() || item.dataset.item !== "card" || item.querySelector("form")) return;
  const id = item.id;
  await htmx.ajax("GET", addressOf(item, "edit"), { source: item, target: item, swap: "outerHTML" });
  focusField(document.getElementById(id));
}

/** A form for a new item at the end of the cell, or the one that is open there already. */
export async function openNew(cell) {
  const button = cell?.querySelector("button.add-card");
  const list = listOf(cell);
  if (!canEdit() || !button || !list) return;
  if (!list.querySelector("[data-adding]")) {
    await htmx.ajax("GET", addAddress(cell), { source: button, target: list, swap: "beforeend" });
  }
  focusField(list.querySelector("[data-adding]"));
}

/** A form has gone without an answer from the server. */
const closed = () => document.dispatchEvent(new CustomEvent("form:closed"));

/** Leave a form: the draft is thrown away, a new card's form goes, an edited card comes back. */
async function cancel(form) {
  form.dispatchEvent(new CustomEvent("draft:discard", { bubbles: true }));
  if (form.matches("[data-head-form]")) {
    const head = form.closest("th")?.id;
    form.remove();
    closed();
    await refresh();
    leave(head);
    return;
  }
  const holder = form.closest("[data-adding], [data-item]");
  if (!holder) return;
  const cell = cellOf(holder);
  if (holder.hasAttribute("data-adding")) {
    holder.remove();
    closed();
    (cell.querySelector("[data-item]:last-of-type") ?? cell).focus();
    return;
  }
  const { id } = holder;
  if (holder.dataset.removed !== undefined) { // by somebody else, while one typed
    holder.remove();
    closed();
    cell.focus();
    return;
  }
  await htmx.ajax("GET", addressOf(holder), { source: holder, target: holder, swap: "outerHTML" });
  document.getElementById(id)?.focus();
}

document.addEventListener("click", (event) => {
  const add = event.target.closest("button.add-card");
  if (add) {
    openNew(cellOf(add));
    return;
  }
  const cancelled = event.target.closest("[data-cancel]")?.closest("form");
  if (cancelled) {
    event.preventDefault();
    cancel(cancelled);
    return;
  }
  const item = itemOf(event.target);
  if (!item || event.target.closest("a, button, form, input, select, textarea")) return;
  if (!getSelection().isCollapsed) return; // words were selected, not a card
  openEdit(item);
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("#board form");
  if (!form || event.defaultPrevented) return;
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    cancel(form);
  }
});

// Saved: the keyboard goes back to the card, not to the top of the page. Refused: a picture that was chosen stays.
let returnTo = "";
let chosen = null;
document.addEventListener("htmx:before:swap", (event) => {
  const form = event.detail.ctx?.sourceElement?.closest?.("#board form");
  chosen = form?.querySelector("[type=file]")?.files;
  const holder = form?.closest("[data-item], [data-adding]");
  const home = holder?.matches("[data-adding]") ? cellOf(holder) : holder;
  returnTo = holder?.contains(document.activeElement) ? home.id : "";
});
document.addEventListener("htmx:after:swap", () => {
  const back = returnTo && document.getElementById(returnTo);
  returnTo = "";
  if (!back) return;
  const picture = back.querySelector("form [type=file]:not([aria-invalid])");
  if (picture && chosen?.length) picture.files = chosen;
  if (back.querySelector("form")) focusField(back.querySelector("[data-adding], form") ?? back);
  else (back.matches("td") ? [...back.querySelectorAll("[data-item]")].pop() ?? back : back).focus();
});

/** Texts that wait from before a reload or a sign-in: their forms open again by themselves. */
export async function reopenDrafts() {
  if (!canEdit()) return;
  for (const name of draftNames()) {
    const [kind, first, second] = name.split("-");
    if (kind === "card") {
      const item = document.getElementById(`card-${first}`);
      if (item) await openEdit(item);
    }
    if (kind === "new") {
      const cell = document.getElementById(`cell-${first}-${second}`);
      if (cell) await openNew(cell);
    }
  }
}

root().addEventListener("dblclick", (event) => {
  const cell = cellOf(event.target);
  if (cell && !itemOf(event.target)) openNew(cell);
});
