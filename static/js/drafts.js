// Nothing typed is lost. A field with data-draft="<name>" keeps what was typed through blur, reload, a failed
// request and an expired session, until the form was saved or the draft discarded. Drafts belong to the person.
import { announce, fromTemplate } from "./page.js";

const DAYS = 14;
const PREFIX = "draft:";
const owner = document.body.dataset.person ?? "";

function nameOf(field) {
  return `${PREFIX}${owner}:${field.dataset.draft}`;
}

function read(field) {
  try {
    return JSON.parse(localStorage.getItem(nameOf(field)));
  } catch {
    return null;
  }
}

/** The draft is not needed any more: saved or discarded. */
function forget(root) {
  for (const field of fields(root)) {
    settle(field);
    attempt(() => localStorage.removeItem(nameOf(field)));
  }
}

/** Storage may be full or forbidden: then there is no draft, and typing goes on. */
function attempt(work) {
  try {
    work();
  } catch {
    /* see above */
  }
}

function fields(root) {
  const inside = [...(root.querySelectorAll?.("[data-draft]") ?? [])];
  return root.matches?.("[data-draft]") ? [root, ...inside] : inside;
}

const pending = new Map(); // field typed in and not stored yet: its timer

function settle(field) {
  clearTimeout(pending.get(field));
  pending.delete(field);
}

function keep(field, sent = false) {
  settle(field);
  attempt(() => {
    if (field.value === field.defaultValue) localStorage.removeItem(nameOf(field));
    else localStorage.setItem(nameOf(field), JSON.stringify({ text: field.value, seen: seenBy(field), sent, at: Date.now() }));
  });
}

/** What the text was written against. Restored with it, so a change made meanwhile by somebody else is noticed. */
function seenBy({ form, name }) {
  const seen = {};
  for (const item of ["version", "base", `base_${name}`]) {
    if (form?.elements[item]) seen[item] = form.elements[item].value;
  }
  return seen;
}

document.addEventListener("input", (event) => {
  const field = event.target.closest?.("[data-draft]");
  if (!field) return;
  clearTimeout(pending.get(field));
  pending.set(field, setTimeout(() => keep(field), 150));
});
document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("[data-draft]") && pending.has(event.target)) keep(event.target);
});
addEventListener("pagehide", () => [...pending.keys()].forEach((field) => keep(field)));

/** Put the draft back and say so. The field tells the rest of the page with the event `draft:restored`. */
function restore(field) {
  if (field.dataset.draftSeen !== undefined) return;
  field.dataset.draftSeen = "";
  const draft = read(field);
  if (!draft || draft.text === field.value) return;
  field.value = draft.text;
  for (const [name, value] of Object.entries(draft.seen ?? {})) {
    if (field.form?.elements[name]) field.form.elements[name].value = value;
  }
  const note = fromTemplate("draft-template");
  field.after(note);
  announce(note.textContent);
  note.querySelector("[data-draft-discard]").addEventListener("click", () => {
    field.value = field.defaultValue;
    forget(field);
    note.remove();
    field.focus();
  });
  field.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true, detail: draft }));
}

function restoreAll() {
  fields(document).forEach(restore);
}

// Saved: the draft has done its work. A refused or failed request keeps it; so does the way to the sign-in page.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const form = ctx.sourceElement?.closest?.("form");
  if (!form || ctx.request.method === "GET") return;
  if (ctx.hx?.redirect) fields(form).forEach((field) => keep(field));
  else if (ctx.response.raw.ok) {
    forget(form);
    fields(form).forEach((field) => { field.defaultValue = field.value; });
  }
});
document.addEventListener("htmx:after:swap", restoreAll);

// Without htmx the page is left before the answer is known, so the draft is marked as sent. The next page
// tells: signed in, it was taken (or came back with its errors, and the text in the field); not signed in,
// the session had expired, and the text waits for the return.
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) fields(event.target).forEach((field) => keep(field, true));
});

function sweep() {
  const oldest = Date.now() - DAYS * 24 * 3600 * 1000;
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    const draft = JSON.parse(localStorage.getItem(key));
    if (draft.at < oldest || (draft.sent && owner)) localStorage.removeItem(key);
    else if (draft.sent) localStorage.setItem(key, JSON.stringify({ ...draft, sent: false }));
  }
}

// The draft of a field that is gone: a cancelled edit asks for this with the event `draft:discard`.
document.addEventListener("draft:discard", (event) => forget(event.target));

attempt(sweep);
restoreAll();

/** Names (data-draft) of this person's texts that wait unsaved, also those whose field is not on the page. */
export function draftNames() {
  const mine = `${PREFIX}${owner}:`;
  return Object.keys(localStorage).filter((key) => key.startsWith(mine)).map((key) => key.slice(mine.length));
}
