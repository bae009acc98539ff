// The outline: after every change, one's own or another's, it is read again and morphed in place; open forms
// stay as they are (live/guard.js).
import "../live/index.js";
import "../live/reading.js";
import "./combo.js";
import "./find.js";
import "./lines.js";
import { announce, isTyping } from "../page.js";
import { draftNames } from "../drafts.js";
import { refresh } from "./refresh.js";
import { addressOf, canEdit } from "./state.js";

const { htmx } = window;
const outline = () => document.getElementById("outline");
const bar = () => document.getElementById("picked");
const closed = () => document.dispatchEvent(new CustomEvent("form:closed"));

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (ctx.request.method === "POST" && ctx.response?.raw.ok) setTimeout(refresh);
});

/** Into the form that has opened, or to what its answer left. */
function enter(place) {
  const field = place.querySelector("form [aria-invalid]") ?? place.querySelector("form :is(textarea, input:not([type=hidden]), select)");
  const node = field ?? place.querySelector(".outline__add") ?? place.querySelector("button, a") ?? place;
  if (node === place) place.tabIndex = -1; // until the next reading brings its buttons
  node.focus();
  if (field?.matches("textarea, [type=text]")) field.setSelectionRange(field.value.length, field.value.length);
}

// One form at a time in a cell: its button leads into the one that is open.
document.addEventListener("click", (event) => {
  const open = event.target.closest("#outline .outline__add")?.parentElement.querySelector("[data-adding]");
  if (!open) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  enter(open);
}, true);

let going = null; // finds where the keyboard goes when the answer is there
document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  const source = ctx.sourceElement;
  const form = source?.closest?.("#outline form:not(.picked)");
  going = null;
  if (source?.closest?.(".outline__add")) going = () => source.parentElement.querySelector("[data-adding]");
  else if (form?.contains(document.activeElement)) {
    const { id } = form.closest(form.closest("[data-adding]") ? ".outline__lane" : "[id]");
    going = () => document.getElementById(id);
  } else if (source?.closest?.(".menu")) going = () => (ctx.target?.id ? document.getElementById(ctx.target.id) : ctx.target);
});
document.addEventListener("htmx:after:swap", () => {
  const place = going?.();
  going = null;
  if (place?.querySelector("form") || (place && document.activeElement === document.body)) enter(place);
});

/** Leave a form: what stood there comes back with the next reading. */
async function cancel(form) {
  form.dispatchEvent(new CustomEvent("draft:discard", { bubbles: true }));
  const list = form.closest(".outline__lane, section");
  const holder = form.closest("[data-item], [data-adding]");
  if (holder?.matches("[data-adding], [data-removed]")) holder.remove();
  else {
    form.remove();
    holder?.removeAttribute("hx-morph-skip");
  }
  closed();
  await refresh();
  (holder?.isConnected ? holder : list)?.querySelector("button, a")?.focus();
}

document.addEventListener("click", (event) => {
  const out = event.target.closest("#outline [data-cancel]");
  if (!out) return;
  event.preventDefault();
  cancel(out.closest("form"));
});
document.addEventListener("keydown", (event) => {
  const form = event.key === "Escape" && !event.defaultPrevented && event.target.closest?.("#outline form");
  if (!form) return;
  event.preventDefault();
  cancel(form);
});

/** How many are chosen, beside what can be done with them. */
function count() {
  const many = outline().querySelectorAll(".outline__pick:checked").length;
  const text = bar()?.dataset.text.replace("%s", many);
  if (many) bar().querySelector("[data-picked-count]").textContent = text;
  return text;
}
document.addEventListener("change", (event) => {
  if (event.target.matches?.(".outline__pick")) announce(count());
});
document.addEventListener("htmx:after:swap", count);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !isTyping(event.target) && !document.querySelector(".menu:popover-open, dialog:modal")) bar()?.reset();
});

/** Texts that wait from before a reload or a sign-in: the forms of their cards open again. */
async function reopenDrafts() {
  for (const name of canEdit() ? draftNames() : []) {
    const item = name.startsWith("card-") && document.getElementById(name.split("-", 2).join("-"));
    if (item) await htmx.ajax("GET", addressOf(item, "edit"), { source: item, target: item, swap: "outerHTML" });
  }
}
reopenDrafts();
