// Typing is sacred. Whatever is swapped into the board, from the stream or by a reading of the whole board,
// leaves the forms that are open in it where they are and as they are; what it would have done to them is
// said beside them, and done when they close.
import { refresh } from "../map/refresh.js";
import { board } from "../map/state.js";
import { noteChanged, noteGone, noteRemoved } from "./notes.js";

const behind = new Set(); // ids of what was held back

const elementOf = (target) => (typeof target === "string" ? document.querySelector(target) : target);
const withId = (root, id) => root.querySelector(`[id="${CSS.escape(id)}"]`);
const isHead = (holder) => !holder.matches("[data-item], [data-adding]");
const placeOf = (holder) => (isHead(holder) ? holder : holder.closest("td[data-cell], .outline__lane"));
const headOf = (form) => (form.matches("[data-head-form]") ? form.closest("th, .outline__head, li") : null);

/** What holds an open form: a card, the place of a new card, the head of a stage or lane. */
function holders() {
  return [...board().querySelectorAll("form")]
    .map((form) => form.closest("[data-item], [data-adding]") ?? headOf(form))
    .filter(Boolean);
}

/** Take away from these tasks what they would do to a form. */
function keep(holder, tasks) {
  const place = placeOf(holder).id;
  const id = holder.id || (isHead(holder) ? place : `adding-${place}`);
  if (!isHead(holder)) holder.id = id;
  holder.setAttribute("hx-morph-skip", "");
  const news = holder.matches("[data-item]") ? tasks.map(({ fragment }) => withId(fragment, id)).find(Boolean) : null;
  let gone = false;
  let lost = false; // the place itself has gone
  for (const task of [...tasks]) {
    const target = elementOf(task.target);
    if (target?.contains(holder)) {
      behind.add(id);
      const fresh = holder === target ? null : withId(task.fragment, place);
      const list = fresh?.querySelector("ol, ul"); // a folded lane has none
      if (list && !isHead(holder)) {
        withId(task.fragment, id)?.remove(); // moved, perhaps; for whoever types here it stays
        leaveSpace(list, holder);
      }
      else if (!fresh || !isHead(holder)) tasks.splice(tasks.indexOf(task), 1);
      lost ||= !fresh && holder !== target;
      gone ||= !news && !task.fragment.querySelector("[data-folded]");
    } else {
      withId(task.fragment, id)?.remove(); // it was moved there; for whoever types here it stays
    }
  }
  if (isHead(holder) && lost) noteGone(holder);
  if (!holder.matches("[data-item]")) return;
  if (news) noteChanged(holder, news);
  else if (gone) noteRemoved(holder);
}

/** In the new list an empty card stands for the held one: the morph finds it there and leaves it alone. */
function leaveSpace(list, holder) {
  const space = document.createElement("li");
  space.id = holder.id;
  let before = holder.previousElementSibling;
  while (before && !(before.id && withId(list, before.id))) before = before.previousElementSibling;
  if (before) withId(list, before.id).after(space);
  else if (holder.hasAttribute("data-adding")) list.append(space);
  else list.prepend(space);
}

document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  if (!tasks.some(({ target }) => elementOf(target)?.closest?.("#board, #map-head, #outline"))) return;
  const form = document.querySelector(".map-title");
  const title = form?.elements.title;
  if (title) {
    const held = title === document.activeElement || title.value !== title.defaultValue;
    form.toggleAttribute("hx-morph-skip", held && form !== ctx.sourceElement);
  }
  for (const holder of holders()) {
    if (!holder.contains(ctx.sourceElement)) keep(holder, tasks);
  }
});

document.addEventListener("htmx:after:swap", () => {
  board().querySelectorAll("[autofocus]").forEach((field) => field.removeAttribute("autofocus")); // once is enough
  const open = holders();
  board().querySelectorAll(":is(th, .outline__head, li:not([data-item], [data-adding]))[hx-morph-skip]").forEach((head) => head.toggleAttribute("hx-morph-skip", open.includes(head)));
  catchUp(open);
});

/** The last form that was spared has closed: what was held back is done now. */
function catchUp(open) {
  if (!behind.size || open.some((holder) => behind.has(holder.id || placeOf(holder).id))) return;
  behind.clear();
  refresh();
}
document.addEventListener("form:closed", () => catchUp(holders()));

// The title was left as it was: what was kept from it meanwhile is shown now.
document.addEventListener("focusout", ({ target }) => {
  const form = target.closest("form.map-title[hx-morph-skip]");
  if (form && target.value === target.defaultValue && !form.contains(document.activeElement)) setTimeout(refresh);
});
