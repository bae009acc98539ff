// Forms that save by themselves: after a pause, when the field is left, and at once where something is chosen.
// The answer (event persona:saved) brings the words as they stand now, with those of others merged in.
import { announce, newId } from "../page.js";

const PAUSE = 1200;
const timers = new Map(); // form typed in and not sent yet: its timer
const sent = new Map(); // id of a form: what it held when it was sent
const starting = new Set(); // forms that were sent, but whose request has not begun: it waits for its turn
const waiting = new Map(); // writes under way: request → form
const PATIENCE = 8000;
let idlers = [];

const isOurs = (form) => form?.matches?.("[data-autosave]");
const clean = (text) => text.split(/\s+/).filter(Boolean).join(" ");
const words = (form) => [...form.elements].filter((field) => field.matches("textarea, input:not([type=hidden])"));

function say(state) {
  const place = document.querySelector("[data-saved]");
  if (!place) return;
  place.textContent = place.dataset[`text${state}`];
  place.dataset.saved = state;
}

/** Resolves when every write has been answered, or at last when a server does not answer. */
export function idle() {
  if (!waiting.size && !starting.size) return Promise.resolve();
  return new Promise((resolve) => {
    idlers.push(resolve);
    setTimeout(resolve, PATIENCE);
  });
}

/** Send what was typed, if anything was. A form with both texts of a conflict waits for its button. */
export function save(form, left = true) {
  if (!timers.has(form)) return;
  clearTimeout(timers.get(form));
  if (form.hasAttribute("data-clash") || sent.has(form.id)) return; // sent again when the answer is there
  const empty = words(form).every((field) => field.type === "range" || !field.value.trim());
  if (!form.checkValidity() || (empty && !left)) {
    say("Waits");
    return;
  }
  form.requestSubmit();
}

export function saveAll() {
  [...timers.keys()].forEach((form) => (form.isConnected ? save(form) : timers.delete(form)));
}

function touch(form) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form, false), PAUSE));
}

// One visit to a field is one action to undo.
document.addEventListener("focusin", ({ target }) => {
  if (isOurs(target.form) && target.form.elements.group) target.form.elements.group.value = newId();
});
document.addEventListener("input", ({ target }) => {
  const output = target.type === "range" && target.form?.querySelector(`output[for="${target.id}"]`);
  if (output) output.value = target.value;
  if (isOurs(target.form)) touch(target.form);
});
document.addEventListener("change", ({ target }) => {
  if (isOurs(target.form) && target.matches("select, [type=range]")) {
    touch(target.form);
    save(target.form);
  }
});
// Later, because a field that a swap takes away is left too: then the draft keeps its words.
document.addEventListener("focusout", ({ target: { form } }) => isOurs(form) && setTimeout(() => form.isConnected && save(form)));
document.addEventListener("draft:restored", ({ target }) => isOurs(target.form) && touch(target.form));
// Before a button of the sheet does its work, so that what it answers with has these words.
document.addEventListener("click", ({ target }) => target.closest("#sheet [type=submit]") && saveAll(), true);
document.addEventListener("visibilitychange", () => document.hidden && saveAll());

const formOf = (event) => event.detail.ctx?.sourceElement?.closest?.("form");

document.addEventListener("submit", ({ target: form }) => {
  if (form.matches("#sheet [hx-post]") && !form.querySelector('[data-way][aria-disabled="true"]')) starting.add(form);
  if (!isOurs(form)) return;
  clearTimeout(timers.get(form));
  timers.delete(form);
  sent.set(form.id, Object.fromEntries(words(form).map((field) => [field.name, field.value])));
  say("Saving");
}, true);
document.addEventListener("htmx:before:request", (event) => {
  const form = formOf(event);
  if (starting.delete(form) && !event.defaultPrevented) waiting.set(event.detail.ctx, form);
});
document.addEventListener("htmx:finally:request", (event) => {
  const form = waiting.get(event.detail.ctx); // may be off the page by now
  if (!waiting.delete(event.detail.ctx)) return;
  if (sent.has(form.id)) { // no answer that saved it
    sent.delete(form.id);
    if (isOurs(form)) say("Waits");
  }
  if (form.isConnected && timers.has(form)) touch(form); // typed on meanwhile
  if (waiting.size || starting.size) return;
  idlers.forEach((resolve) => resolve());
  idlers = [];
});

document.addEventListener("persona:saved", ({ detail }) => {
  const form = document.getElementById(detail.form);
  const before = sent.get(detail.form) ?? {};
  sent.delete(detail.form);
  say("Saved");
  if (!form) return;
  const met = Object.entries(detail.values).filter(([name]) => name in before).map(([name, value]) => take(form, name, value, before[name]));
  // Words of others are in what is stored but not in the field that was typed on: the old version says so.
  if (met.every(Boolean) && form.elements.version) form.elements.version.value = detail.version;
  settle(form);
});

/** Whether the field now holds, or was typed over, what is stored. */
function take(form, name, value, before) {
  const field = form.elements[name];
  const base = form.elements[`base_${name}`];
  const typedOn = field.value !== before;
  const theirs = clean(before) !== clean(value);
  if (base) base.value = typedOn && theirs ? clean(before) : value;
  if (!typedOn && (theirs || field !== document.activeElement)) field.value = value;
  return !(typedOn && theirs);
}

function settle(form) {
  form.removeAttribute("data-clash");
  form.querySelectorAll(".conflict, .field__errors").forEach((note) => note.remove());
  form.querySelectorAll("[aria-invalid]").forEach((field) => {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  });
}

// Both texts, or what is wrong, came back in the form: a screen reader hears it.
document.addEventListener("htmx:after:swap", () => {
  starting.forEach((form) => form.isConnected || starting.delete(form));
  const note = document.querySelector("#sheet [data-back] :is(.conflict, .field__errors)");
  if (note && !note.dataset.said) {
    note.dataset.said = "";
    say("Waits");
    announce(note.textContent.trim());
  }
});
