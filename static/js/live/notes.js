// Beside an open form: what others did meanwhile to the card it is about, and what one can do about it.
import { fromTemplate } from "../page.js";
import { speak } from "./announce.js";
import { on } from "./bus.js";
import { textOf } from "./text.js";

let changes = [];
on("before", (event) => { changes = event.changes; });
on("applied", () => { changes = []; });

/** Who did it, if the stream says so. */
function who(id) {
  const words = document.getElementById("live-words").dataset;
  return changes.findLast(({ target }) => target === id)?.name ?? words.somebody;
}

function put(holder, note) {
  holder.querySelector("[data-live-note]")?.remove();
  holder.querySelector("form").append(note);
  speak(note.querySelector("[data-who]").textContent);
}

/** Both texts, and the choice. Whatever is chosen, the server merges words that do not meet. */
export function noteChanged(holder, news) {
  const form = holder.querySelector("form");
  const { base, text } = form.elements;
  const theirs = textOf(news);
  if (!base || !text || theirs === base.value || theirs === text.value || form.querySelector(".conflict:not([data-live-note])")) return;
  const note = fromTemplate("live-changed-template");
  const sentence = note.querySelector("[data-who]");
  sentence.textContent = sentence.textContent.replace("%s", who(holder.id));
  note.querySelector("[data-theirs]").textContent = theirs;
  note.querySelector("[data-mine]").textContent = text.value;
  text.addEventListener("input", () => { note.querySelector("[data-mine]").textContent = text.value; });
  note.querySelector("[data-live-mine]").addEventListener("click", () => {
    base.value = theirs; // now it is typed over theirs, knowingly
    note.remove();
    text.focus();
  });
  put(holder, note);
}

// --- Heads of stages and lanes, and the map's title ---------------------------------------------------

const me = Number(document.body.dataset.person);
const heard = new WeakMap(); // form → field → what others made of it
const baseOf = (form, field) => form.elements[`base_${field}`] ?? form.elements.base;

/** Whether this field says something else than theirs. What nobody has typed in takes theirs, if nobody is in it. */
function differs(form, field, theirs, own) {
  const [base, mine] = [baseOf(form, field), form.elements[field]];
  if (!mine || theirs === base.value) return false;
  if (mine.value === base.value && (own || mine !== document.activeElement)) {
    mine.value = theirs;
    mine.defaultValue = theirs;
  }
  if (mine.value === theirs) base.value = theirs;
  return mine.value !== theirs;
}

/** Both texts of each field. */
function bothOf(form, fields) {
  const note = fromTemplate("live-changed-template");
  const [theirs, mine] = note.querySelectorAll("p");
  for (const [field, text] of fields) {
    const pair = [theirs.cloneNode(true), mine.cloneNode(true)];
    const input = form.elements[field];
    pair[0].querySelector("q").textContent = text;
    pair[1].querySelector("q").textContent = input.value;
    input.addEventListener("input", () => { pair[1].querySelector("q").textContent = input.value; });
    theirs.before(...pair);
  }
  theirs.remove();
  mine.remove();
  return note;
}

function settle(form, note, fields, take) {
  for (const [field, text] of fields) {
    baseOf(form, field).value = text;
    if (take) form.elements[field].value = form.elements[field].defaultValue = text;
  }
  note.remove();
  form.elements[fields[0][0]].focus();
}

/** An open head, or the title, whose words somebody else has changed. */
function noteWords({ target, words, name, by }) {
  const form = document.querySelector(target ? `#${target} form[data-head-form]` : "form.map-title");
  if (!form || form.querySelector(".conflict:not([data-live-note])")) return;
  heard.set(form, { ...heard.get(form), ...words });
  const fields = Object.entries(heard.get(form)).filter(([field, text]) => differs(form, field, text, by === me));
  form.querySelector("[data-live-note]")?.remove();
  if (!fields.length) return;
  const note = bothOf(form, fields);
  note.querySelector("[data-who]").textContent = document.getElementById("live-words").dataset.changedWords.replace("%s", name);
  note.querySelector("[data-live-mine]").addEventListener("click", () => settle(form, note, fields));
  if (!target) note.querySelector("[data-cancel]").addEventListener("click", () => settle(form, note, fields, true));
  put(form.parentElement, note);
}

const titleOf = (ctx) => (ctx.sourceElement.matches?.("form.map-title") ? ctx.sourceElement : null);

// The title is sent when it is left; while both texts stand there, only by Enter or a choice.
document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.sourceEvent?.type === "change" && titleOf(ctx)?.querySelector("[data-live-note]")) event.preventDefault();
});
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  const saved = ctx.response?.raw.ok && titleOf(ctx)?.elements;
  if (saved) saved.base.value = saved.title.defaultValue = saved.title.value;
});

on("applied", (event) => event.changes.filter(({ words }) => words).forEach(noteWords));

/** A stage or lane that is not there any more while one types its name. */
export function noteGone(holder) {
  const { id } = holder.querySelector("form").closest("th[id^=stage], tr[id], section[id], li[id]");
  const change = changes.findLast(({ target }) => target === id);
  const note = fromTemplate("live-gone-template");
  note.querySelector("[data-who]").textContent = change?.text ?? "";
  if (change) put(holder, note);
}

// --- Removed ------------------------------------------------------------------------------------------

/** Saving puts it back; leaving takes the form away. */
export function noteRemoved(holder) {
  if (holder.dataset.removed !== undefined) return;
  holder.dataset.removed = "";
  const note = fromTemplate("live-removed-template");
  const sentence = note.querySelector("[data-who]");
  sentence.textContent = sentence.textContent.replace("%s", who(holder.id));
  put(holder, note);
}
