// The lines of an open section: Enter goes on to the next, Alt and arrows or a drag move a line.
import "../../vendor/sortablejs-1.15.7/Sortable.min.js";
import { idle, save } from "./autosave.js";

const { htmx } = window;
const made = new WeakSet();

const first = (root) => root?.querySelector("textarea, input:not([type=hidden])");
const lineOf = (target) => target.closest?.("[data-edit]");
const newIn = (part) => part.querySelector("[data-new]");

/** Focus a field with the cursor behind its text. */
export function toEnd(field) {
  field?.focus();
  if (field?.matches("textarea, input:not([type]), [type=text]")) field.setSelectionRange(field.value.length, field.value.length);
}

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  const part = target.closest?.("[data-part][data-editing]");
  if (!part || event.defaultPrevented || event.isComposing) return;
  const line = lineOf(target);
  if (line && event.altKey && (key === "ArrowUp" || key === "ArrowDown")) {
    event.preventDefault();
    move(line, key === "ArrowUp" ? "up" : "down");
  } else if (key === "Enter" && !event.shiftKey && target.matches("textarea, input:not([type=radio], [type=file])")) {
    goOn(event, part, line);
  }
});

/** The line is moved by its own button, after what was typed in it was saved. */
async function move(line, way) {
  const form = line.querySelector("[data-autosave]");
  save(form);
  await idle();
  document.getElementById(`${line.id}-${way}`)?.closest("form").requestSubmit();
}

function goOn(event, part, line) {
  const fresh = event.target.closest("[data-new]");
  if (fresh) {
    event.preventDefault();
    if ([...fresh.querySelectorAll("textarea, input:not([type=hidden], [type=range])")].some((field) => field.value.trim())) fresh.requestSubmit();
    return;
  }
  const form = event.target.closest("[data-autosave]");
  if (!form) return;
  event.preventDefault();
  save(form);
  if (line) toEnd(first(line.nextElementSibling ?? newIn(part)));
}

// A new line that is left is added: nothing typed is lost.
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const fresh = target.closest?.("[data-new]");
  if (!fresh || fresh.contains(relatedTarget) || relatedTarget?.closest?.("[data-close]")) return;
  const texts = [...fresh.querySelectorAll("textarea, input:not([type=hidden], [type=range])")];
  if (texts.some((field) => !field.value.trim())) return;
  setTimeout(() => fresh.isConnected && fresh.requestSubmit()); // a swap takes the field away too
});

// A button at its end of the list does nothing, but keeps the focus that walks with the line.
document.addEventListener("submit", (event) => {
  if (event.target.querySelector('[data-way][aria-disabled="true"]')) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

// The line is gone: the keyboard goes to the next one.
let after = "";
document.addEventListener("click", ({ target }) => {
  const line = target.closest("[data-remove]") && lineOf(target);
  if (line) after = (line.nextElementSibling ?? line.previousElementSibling)?.id ?? newIn(line.closest("[data-part]")).id;
}, true);
document.addEventListener("htmx:after:swap", () => {
  makeSortable();
  const next = after ? document.getElementById(after) : null;
  after = "";
  (next?.querySelector("[data-remove]") ?? first(next))?.focus();
});

function makeSortable() {
  document.querySelectorAll("ol[data-sort]").forEach((list) => {
    if (made.has(list)) return;
    made.add(list);
    window.Sortable.create(list, {
      handle: "[data-grip]",
      draggable: "[data-edit]",
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      forceFallback: true,
      fallbackTolerance: 4,
      ghostClass: "is-slot",
      onEnd: ({ item, oldIndex, newIndex }) => oldIndex !== newIndex && drop(item),
    });
  });
}

async function drop(line) {
  const values = { before: line.nextElementSibling?.dataset.edit ?? "" };
  const part = line.closest("[data-part]");
  await idle();
  await htmx.ajax("POST", line.dataset.move, { source: line, target: part, swap: "outerHTML", values });
}

makeSortable();
