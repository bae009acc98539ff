// Built by `manage.py build_js`; change the modules, not this file.

// theme.js
const m0 = (() => {
// Light, dark or as the system says. The choice is a cookie, so the server renders the right theme at once.

const YEAR = 365 * 24 * 3600;

function apply(theme) {
  const chosen = theme === "light" || theme === "dark";
  if (chosen) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${chosen ? theme : ""}; Path=/; Max-Age=${chosen ? YEAR : 0}; SameSite=Lax${secure}`;
}

document.addEventListener("change", (event) => {
  if (event.target.closest("[data-theme-switch]")) apply(event.target.value);
});
})();

// page.js
const m1 = (() => {
// Small things the other modules share.

/** The page's answer to "may I use a single key as a shortcut now?": not while somebody is typing. */
function isTyping(target) {
  return Boolean(target?.closest?.('input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable="true"]'));
}

/** Have a screen reader say this, politely. Setting the same words twice is said twice. */
function announce(text) {
  const region = document.getElementById("live");
  if (!region) return;
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = text; });
}

/** Copy of an element of <template id>. */
function fromTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

let last = Promise.resolve();

/**
 * POST to our own server; the answer's events and fragments are handled by htmx like any other.
 * One after the other: three quick presses of Ctrl+Z undo three changes.
 */
function post(url, values = {}) {
  const send = () => window.htmx.ajax("POST", url, { source: document.body, target: document.body, swap: "none", values });
  last = last.then(send, send);
  return last;
}

/** A random id, also where crypto.randomUUID is missing (plain http on another host than localhost). */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
return { isTyping, announce, fromTemplate, post, newId };
})();

// toast.js
const m2 = (() => {
// Toasts: the server's event `toast` {text, undo, level}, messages already on the page, and failed requests.
// A toast stays at least six seconds, longer for long texts, and waits while it is pointed at or focused.
const { announce, fromTemplate, post } = m1;

const region = document.getElementById("toasts");
const SHORTEST = 6000;
const PER_CHARACTER = 60;
const AT_MOST = 3;
const timers = new WeakMap();

/** `undo` is an address to post to; `action` {label, run} is a button of another kind. */
function showToast({ text, undo = "", action = null, level = "info" }) {
  const toast = fromTemplate("toast-template");
  toast.dataset.level = level;
  toast.querySelector("[data-toast-text]").textContent = text;
  const button = toast.querySelector("[data-toast-undo]");
  if (undo) button.dataset.toastUndo = undo;
  else if (action) {
    button.removeAttribute("data-toast-undo");
    button.dataset.toastClose = "";
    button.textContent = action.label;
    button.addEventListener("click", action.run);
  } else button.remove();
  region.append(toast);
}

function life(toast) {
  return Math.max(SHORTEST, toast.textContent.length * PER_CHARACTER);
}

function start(toast) {
  clearTimeout(timers.get(toast));
  timers.set(toast, setTimeout(() => leave(toast), life(toast)));
}

function leave(toast) {
  clearTimeout(timers.get(toast));
  toast.dataset.leaving = "";
  setTimeout(() => toast.remove(), 250);
}

function adopt(toast) {
  announce(toast.querySelector("[data-toast-text]").textContent);
  start(toast);
  const shown = region.querySelectorAll("[data-toast]:not([data-leaving])");
  if (shown.length > AT_MOST) leave(shown[0]);
}

new MutationObserver((records) => {
  for (const record of records) {
    for (const node of record.addedNodes) if (node.matches?.("[data-toast]")) adopt(node);
  }
}).observe(region, { childList: true });
region.querySelectorAll("[data-toast]").forEach(adopt);

const hold = (event) => {
  const toast = event.target.closest("[data-toast]");
  if (toast) clearTimeout(timers.get(toast));
};
const release = (event) => {
  const toast = event.target.closest("[data-toast]");
  if (toast && !toast.matches(":hover, :focus-within")) start(toast);
};
region.addEventListener("pointerover", hold);
region.addEventListener("focusin", hold);
region.addEventListener("pointerout", (event) => setTimeout(() => release(event)));
region.addEventListener("focusout", (event) => setTimeout(() => release(event)));

region.addEventListener("click", (event) => {
  const toast = event.target.closest("[data-toast]");
  const undo = event.target.closest("[data-toast-undo]");
  if (undo) post(undo.dataset.toastUndo);
  if (undo || event.target.closest("[data-toast-close]")) leave(toast);
});

document.addEventListener("toast", (event) => showToast(event.detail));

// A request that failed says so in words; the page stays as it was.
const WORDS = { 401: "forbidden", 403: "forbidden", 404: "missing", 429: "busy" };

document.addEventListener("htmx:response:error", (event) => {
  if (event.detail.ctx.waits) return; // it is sent later (live/outbox.js)
  const { status, headers } = event.detail.ctx.response;
  if (status === 409 || status === 422 || headers.get("HX-Trigger")?.includes('"toast"')) return;
  const word = WORDS[status] ?? "failed";
  showToast({ text: region.dataset[`text${word[0].toUpperCase()}${word.slice(1)}`], level: "error" });
});

document.addEventListener("htmx:error", (event) => {
  if (!event.detail.ctx || event.detail.ctx.response) return; // the answer came; something in the page failed
  if (event.detail.ctx.waits || event.detail.ctx.request.method === "GET") return; // a stream or a preview: it tries again by itself
  showToast({ text: region.dataset.textOffline, level: "error" });
});
return { showToast };
})();

// keys.js
const m3 = (() => {
// Keys that work everywhere: ? the list, / find, Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) undo and redo.
// While somebody types, keys belong to the text: only the browser's own undo runs there.
const { isTyping, post } = m1;

function history(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return "";
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? document.body.dataset.redoUrl : document.body.dataset.undoUrl;
  return key === "y" && !event.shiftKey ? document.body.dataset.redoUrl : "";
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || isTyping(event.target)) return;
  const url = history(event);
  if (url) {
    event.preventDefault();
    if (!event.repeat) post(url);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "?" && document.getElementById("keys")) {
    event.preventDefault();
    toggleList();
  }
  if (event.key === "/") {
    const field = [...document.querySelectorAll("[data-search]")].find((item) => item.checkVisibility?.() ?? true);
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  }
});

function toggleList() {
  const list = document.getElementById("keys");
  list.togglePopover();
  if (list.matches(":popover-open")) list.focus();
}

// From a menu: after the menu has closed, which would close what was opened inside it.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-open]")) setTimeout(toggleList);
});
})();

// dialog.js
const m4 = (() => {
// Dialogs by attributes: data-dialog-open="<id>" opens, data-dialog-close closes, data-dialog-start is open on arrival.
// An answer with the event `dialog:close` closes the dialog its form is in, after a success.

function open(dialog) {
  if (!dialog || dialog.open) return;
  dialog.showModal();
  dialog.querySelector("[autofocus], input:not([type=hidden]), textarea, select")?.focus();
}

function openOnArrival(root) {
  root.querySelectorAll?.("dialog[data-dialog-start]").forEach((dialog) => {
    dialog.removeAttribute("data-dialog-start"); // once closed it stays closed at the next swap
    open(dialog);
  });
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialogOpen);
    if (!dialog) return;
    event.preventDefault();
    open(dialog);
    return;
  }
  const inside = event.target.closest("dialog");
  if (event.target.closest("[data-dialog-close]")) inside?.close();
  else if (inside && event.target === inside && inside.matches(":modal") && isOutside(inside, event)) inside.close();
});

/** A click on the backdrop counts for the dialog itself; only its position tells. */
function isOutside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

document.addEventListener("dialog:close", (event) => {
  const dialog = event.target.closest?.("dialog") ?? document.querySelector("dialog:modal");
  dialog?.close();
});
document.addEventListener("htmx:after:swap", () => openOnArrival(document));
openOnArrival(document);
})();

// menus.js
const m5 = (() => {
// Popover menus: arrow keys inside, closed by a choice, and a place beside their button
// in browsers that cannot anchor one element to another.

const anchored = CSS.supports("position-area", "bottom");
const ITEMS = ".menu__item:not(:disabled), .menu input";

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.(".menu[popover]") || event.newState !== "open") return;
  const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
  if (!anchored && button && !menu.matches(".keys")) place(menu, button.getBoundingClientRect());
}, true);

function place(menu, button) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = button.bottom + height < innerHeight;
  menu.style.left = `${Math.max(8, Math.min(button.left, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, below ? button.bottom : button.top - height)}px`;
}

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu[popover]");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const isOpener = event.target.matches?.("[popovertarget]");
  if (!step || (event.target.type === "radio" && menu)) return;
  const opened = menu ?? (isOpener ? document.getElementById(event.target.getAttribute("popovertarget")) : null);
  if (!opened?.matches(":popover-open")) return;
  const items = [...opened.querySelectorAll(ITEMS)];
  if (!items.length) return;
  event.preventDefault();
  const now = items.indexOf(document.activeElement);
  items[(now + step + items.length) % items.length].focus();
});

// A choice is made: the menu goes. Inputs in a menu (the theme) leave it open.
document.addEventListener("click", (event) => {
  const item = event.target.closest(".menu__item, [data-menu-done]");
  const menu = item?.closest(".menu[popover]");
  if (menu?.matches(":popover-open") && !item.hasAttribute("data-stay")) menu.hidePopover();
});
})();

// confirm.js
const m6 = (() => {
// "Are you sure?" for what cannot be undone: data-confirm="…" on a form, button or link, or hx-confirm.
// Whatever can be undone is done at once and offers Undo instead. data-confirm-yes names the button.

const dialog = document.getElementById("confirm");

/** Resolves to true when the answer is yes; `yes` names the button. */
function ask(text, yes) {
  dialog.querySelector("[data-confirm-text]").textContent = text;
  const button = dialog.querySelector("[data-confirm-yes]");
  button.textContent = yes || button.dataset.label;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

document.addEventListener("htmx:confirm", async (event) => {
  const { ctx, issueRequest, dropRequest } = event.detail;
  event.preventDefault();
  const yes = ctx.sourceElement.dataset.confirmYes;
  if (await ask(ctx.confirm, yes)) issueRequest();
  else dropRequest();
});

let agreed = null;

async function guard(event, element, again) {
  if (agreed === element) {
    agreed = null;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await ask(element.dataset.confirm, element.dataset.confirmYes))) return;
  agreed = element;
  again();
  agreed = null;
}

// On capture, so that neither htmx nor the double-submit guard sees the event before the answer.
document.addEventListener("submit", (event) => {
  const element = event.submitter?.closest("[data-confirm]") ?? event.target.closest("form[data-confirm]");
  if (element) guard(event, element, () => event.target.requestSubmit(event.submitter));
}, true);

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-confirm]");
  if (link) guard(event, link, () => link.click());
}, true);
return { ask };
})();

// forms.js
const m7 = (() => {
// Forms: one press sends once, a repeated press after success is a new thing, Ctrl+Enter saves.
const { newId } = m1;

const busy = new WeakSet();

function submitters(form) {
  return [...form.elements].filter((item) => item.type === "submit");
}

function setBusy(form, on) {
  if (on) busy.add(form);
  else busy.delete(form);
  submitters(form).forEach((button) => {
    if (on) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  });
}

// A plain form leaves the page: the second submit is dropped. Buttons are not disabled, or their value would be lost.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || isHtmx(form, event.submitter)) return;
  if (busy.has(form)) event.preventDefault();
  else setBusy(form, true);
});

function isHtmx(form, submitter) {
  return [form, submitter].some((item) => item?.matches("[hx-post], [hx-get], [hx-put], [hx-patch], [hx-delete]"));
}

// Back from the next page: the browser may show this one as it was left.
addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => setBusy(form, false)));

document.addEventListener("htmx:before:request", (event) => {
  const form = formOf(event);
  if (form && event.detail.ctx.request.method !== "GET") {
    if (busy.has(form)) event.preventDefault();
    else setBusy(form, true);
  }
});

document.addEventListener("htmx:finally:request", (event) => {
  const form = formOf(event);
  if (form) setBusy(form, false);
});

// The same key again means "the same thing again": only after a success does the form get a new one.
document.addEventListener("htmx:after:request", (event) => {
  const form = formOf(event);
  if (!form || !event.detail.ctx.response.raw.ok || event.detail.ctx.request.method === "GET") return;
  form.querySelectorAll("[data-key]").forEach((field) => { field.value = newId(); });
  if (form.hasAttribute("data-reset")) form.reset();
});

function formOf(event) {
  return event.detail.ctx?.sourceElement?.closest?.("form");
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  const form = event.target.closest?.("form");
  if (!form || event.target.tagName !== "TEXTAREA") return;
  event.preventDefault();
  form.requestSubmit();
});

// Selects and switches that send their form by themselves.
document.addEventListener("change", (event) => {
  event.target.closest?.("form[data-submit-on-change]")?.requestSubmit();
});
})();

// drafts.js
const m8 = (() => {
// Nothing typed is lost. A field with data-draft="<name>" keeps what was typed through blur, reload, a failed
// request and an expired session, until the form was saved or the draft discarded. Drafts belong to the person.
const { announce, fromTemplate } = m1;

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
function draftNames() {
  const mine = `${PREFIX}${owner}:`;
  return Object.keys(localStorage).filter((key) => key.startsWith(mine)).map((key) => key.slice(mine.length));
}
return { draftNames };
})();

// palette.js
const m9 = (() => {
// Ctrl+K: the palette. Arrows choose, Enter goes there, Esc closes; the list is the server's.
const dialog = () => document.getElementById("palette");
const field = () => dialog()?.querySelector("[data-palette-field]");
const options = () => [...(dialog()?.querySelectorAll('[role="option"]:not([aria-disabled])') ?? [])];
const chosen = () => options().find((option) => option.getAttribute("aria-selected") === "true");

function choose(option) {
  options().forEach((other) => other.setAttribute("aria-selected", String(other === option)));
  if (option) field().setAttribute("aria-activedescendant", option.id);
  else field().removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function open() {
  if (dialog().open) return;
  document.querySelectorAll(":popover-open").forEach((menu) => menu.hidePopover());
  dialog().showModal();
  field().focus();
  field().select();
  field().dispatchEvent(new CustomEvent("palette:open"));
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
    if (!dialog() || document.querySelector("dialog:modal:not(#palette)")) return;
    event.preventDefault();
    open();
    return;
  }
  if (event.target !== field()) return;
  const all = options();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length) {
    event.preventDefault();
    choose(all[(all.indexOf(chosen()) + step + all.length) % all.length]);
  } else if (event.key === "Enter") {
    event.preventDefault();
    chosen()?.click();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-palette-open]")) setTimeout(open);
});
document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx?.target?.id === "palette-list") choose(options()[0]);
});
})();

// app.js
const m10 = (() => {
// What every page can do. Each module listens on the document, so fragments that arrive later need no set-up.
})();

// map/state.js
const m11 = (() => {
// Where things are on the map. Addresses are derived from ids, so that cards stay small.

const root = () => document.getElementById("main");
const board = () => document.getElementById("board") ?? document.getElementById("outline");
/** What is read again as a whole: the board, or on other pages what they name. */
const shown = () => document.getElementById(root().dataset.reads) ?? board();
const canEdit = () => root().dataset.canEdit === "1";

const PATHS = { card: "cards", placement: "placements", pain: "pains", stage: "stages", step: "steps", lane: "lanes" };

/** Address of one thing: address("card", 12, "move") is /w/acme/cards/12/move/. */
function address(kind, id, verb = "") {
  return `${root().dataset.base}${PATHS[kind]}/${id}/${verb ? `${verb}/` : ""}`;
}

/** The number in the id of an item: 12 of card-12. */
const numberOf = (item) => item?.id.split("-").pop() ?? "";

/** Which lane and stage a cell belongs to, and which step where the stage is split: cell-5-12 or cell-5-12_3. */
function placeOf(cell) {
  const [, lane, where] = cell.id.split("-");
  const [stage, step = ""] = where.split("_");
  return { lane, stage, step };
}

function addressOf(item, verb = "") {
  return address(item.dataset.item, numberOf(item), verb);
}

/** Where the form for a new item of this cell is. */
function addAddress(cell) {
  const { lane, stage, step } = placeOf(cell);
  const { base } = root().dataset;
  const { kind } = cell.closest("tr").dataset;
  const query = step && `?step=${step}`;
  if (kind === "touchpoints") return `${base}stages/${stage}/touchpoints/new/${query}`;
  if (kind === "pains") return `${base}pains/new/?stage=${stage}`;
  return `${base}lanes/${lane}/stages/${stage}/cards/new/${query}`;
}

const itemOf = (node) => node?.closest?.("[data-item]");
const cellOf = (node) => node?.closest?.("td[data-cell]");
const listOf = (cell) => cell?.querySelector("ol[data-sort]");

/** Put the keyboard into a cell: on its thing of this number, else its last, else the cell. */
function enter(cell, index = 0) {
  if (!cell) return;
  const items = itemsIn(cell);
  const target = items[Math.max(0, Math.min(index, items.length - 1))] ?? cell;
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus();
}

const itemsIn = (cell) => [...cell.querySelectorAll("[data-item]")];
return { root, board, shown, canEdit, address, numberOf, placeOf, addressOf, addAddress, itemOf, cellOf, listOf, enter, itemsIn };
})();

// map/refresh.js
const m12 = (() => {
// When a change moves more than its own fragment, the map (its outline, its presentation) is read again and
// morphed in place.
// Forms that are open in it stay as they are: live/guard.js sees to that, for every swap.
const { cellOf, enter, itemsIn, root, shown } = m11;

const { htmx } = window;
let running = null;
let again = false;

async function load() {
  const { activeElement } = document;
  const focused = activeElement?.closest?.("#board [id], #outline [id]")?.id;
  const cell = cellOf(activeElement);
  const index = cell ? itemsIn(cell).indexOf(activeElement) : 0;
  await htmx.ajax("GET", root().dataset.mapUrl + location.search, {
    source: root(), target: shown(), swap: "outerMorph", select: `#${shown().id}`,
  });
  if (focused && document.activeElement === document.body) {
    const node = document.getElementById(focused);
    if (node) focus(node);
    else enter(document.getElementById(cell?.id), index); // it has gone: its neighbour
  }
  root().dispatchEvent(new CustomEvent("board:refreshed", { bubbles: true }));
}

/** Back to where the keyboard was; in the outline that is a button or a field in it. */
function focus(node) {
  node?.focus();
  if (node && document.activeElement !== node) node.querySelector("button, a, input")?.focus();
}

async function run() {
  while (again) {
    again = false;
    await load();
  }
}

/** Read the map again; calls during a reading end in one more. */
function refresh() {
  again = true;
  running ??= run().finally(() => { running = null; });
  return running;
}

document.addEventListener("board:refresh", refresh);

// A refused change: what was moved by hand goes back to where the server has it.
document.addEventListener("htmx:response:error", (event) => {
  const { request, response } = event.detail.ctx;
  if (request.method === "POST" && /\/(move|items)\/$/.test(request.action) && response.status !== 401) refresh();
});
return { refresh };
})();

// live/bus.js
const m13 = (() => {
// What the parts of the live page tell each other: the server's events by their names (change, presence …),
// and `state` {open, why}.
const target = new EventTarget();

function on(kind, listener) {
  target.addEventListener(kind, (event) => listener(event.detail));
}

function emit(kind, detail = {}) {
  target.dispatchEvent(new CustomEvent(kind, { detail }));
}
return { on, emit };
})();

// live/topics.js
const m14 = (() => {
// What this page wants to hear of: its map, or the workspace's home or lists, and how far it has come.
const main = document.getElementById("main");

/** The period in the address, as the server names it; "" is the map's own. */
function period() {
  const asked = new URLSearchParams(location.search);
  const [first, last] = [asked.get("from") ?? "", asked.get("to") ?? ""];
  return first || last ? `${first}..${last}` : asked.get("period") ?? "";
}

/** {name, at, period}: `name` is what events call it. */
function topic() {
  const { map, seq, home, list, stamp } = main.dataset;
  if (map) return { name: `map.${map}`, at: Number(seq), period: period() };
  return { name: home ? `home.${home}` : `list.${list}`, at: Number(stamp), period: "" };
}

/** The page has everything up to here. */
function moveTo(at) {
  main.dataset[main.dataset.map ? "seq" : "stamp"] = at;
}

/** As the server reads it: map.12.340.90 */
function written({ name, at, period: days }) {
  return days ? `${name}.${at}.${days}` : `${name}.${at}`;
}
return { topic, moveTo, written };
})();

// live/alerts.js
const m15 = (() => {
// A number crossed its threshold, or recovered: said on every open page of the workspace, to all ears too.
const { showToast } = m2;
const { on } = m13;
const { topic } = m14;

on("alert", ({ on: topics, said, address }) => {
  if (!topics.includes(topic().name)) return; // a tab of another workspace
  const label = document.getElementById("toasts").dataset.textShow;
  showToast({ text: said, action: { label, run: () => { location.href = address; } } });
});
})();

// live/hold.js
const m16 = (() => {
// Changes by others wait while something is under way here: a drag, a value being set, a request of our own.
// Otherwise a card would jump out of the hand, or an answer would be overtaken by what came before it.
const { on } = m13;

const LONGEST = 2000; // for a request
const OWN = 800; // after a write: its own change comes at once, and what others did before it goes with it

const reasons = new Set();
const listeners = [];
let open = false; // the stream
let wrote = -Infinity;
let came = -Infinity; // when the last change of our own came

/** Hold back; the function it returns lets go. */
function hold() {
  const reason = {};
  reasons.add(reason);
  return () => {
    if (reasons.delete(reason) && !held()) listeners.forEach((listener) => listener());
  };
}

const held = () => reasons.size > 0;

function onFree(listener) {
  listeners.push(listener);
}

const requests = new Map(); // of htmx: what ends the hold
const overdue = new WeakSet();

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const free = hold();
  const began = Date.now();
  const timer = setTimeout(() => {
    overdue.add(ctx);
    free();
  }, LONGEST);
  requests.set(ctx, () => {
    clearTimeout(timer);
    if (ctx.request.method !== "GET" && ctx.response?.raw.ok) expectOwn(began);
    free();
  });
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  requests.get(ctx)?.();
  requests.delete(ctx);
  // It took too long, so others' changes were let in: its answer may have undone some of them on the page.
  if (overdue.has(ctx) && ctx.response?.raw.ok) document.dispatchEvent(new CustomEvent("board:refresh"));
});

let freeOwn = null;

function expectOwn(since) {
  wrote = Date.now();
  if (!open || came >= since) return; // it may be here before its answer
  freeOwn?.();
  const free = hold();
  const timer = setTimeout(free, OWN);
  freeOwn = () => {
    clearTimeout(timer);
    free();
  };
}

/** Our own change has come. */
function ownCame() {
  came = Date.now();
  freeOwn?.();
  freeOwn = null;
}

/** Did this tab write a moment ago? The same person may have others. */
const wroteLately = () => Date.now() - wrote < 3000;

on("state", (state) => { open = state.open; });
return { hold, held, onFree, ownCame, wroteLately };
})();

// live/stream.js
const m17 = (() => {
// One stream of server-sent events, read by fetch: the status of the answer is known, it can be let go at
// once, and silence is noticed. It comes back by itself until it is closed or refused.
const SILENCE = 40_000; // the server says something every 15 s
const SHORTEST = 150;
const LONGEST = 5000;
const AGAIN = 2000;
const STEADY = 5000; // a stream that ends sooner has failed

const sleepers = new Set();
addEventListener("online", () => sleepers.forEach((wake) => wake()));

/** Wait, but not longer than until the network is back. */
function pause(time) {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      sleepers.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, time);
    sleepers.add(wake);
  });
}

/** "event: …\ndata: …\n\n" as text comes in → [name, data]; comments only show that the server is there. */
function parser(deliver) {
  let rest = "";
  return (text) => {
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const field = (name) => block.split("\n").find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const data = field("data");
      if (data !== undefined) deliver(field("event"), JSON.parse(data));
    }
  };
}

/**
 * openStream({topics, resume, tab, deliver, state}) → {close}.
 * `resume()` is where the pages are now ("" at first), `deliver(event, data)` gets everything,
 * `state(open, why)` hears "open", or closed with why: "lost" (it tries again), "signed-out",
 * "missing", "removed", "none" (there are no streams on this server).
 */
function openStream({ topics, resume, tab, deliver, state }) {
  let closed = false;
  let failed = 0;
  let soon = 0;
  let heard = Date.now();
  let aborter = new AbortController();

  const drop = () => aborter.abort();
  const watch = () => { if (Date.now() - heard > SILENCE) drop(); };
  const watching = setInterval(watch, 5000);
  addEventListener("offline", drop);
  document.addEventListener("visibilitychange", watch); // after sleep

  function close(why) {
    if (closed) return;
    closed = true;
    clearInterval(watching);
    removeEventListener("offline", drop);
    document.removeEventListener("visibilitychange", watch);
    drop();
    if (why) state(false, why);
  }

  const handle = parser((event, data) => {
    if (event === "again") soon = Math.random() * AGAIN + 1;
    if (event === "end") close(data.why);
    else if (!closed) deliver(event, data);
  });

  async function read(response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      heard = Date.now();
      handle(value);
    }
  }

  async function once() {
    aborter = new AbortController();
    heard = Date.now();
    const address = new URLSearchParams([...topics.map((topic) => ["on", topic]), ["tab", tab]]);
    const headers = { Accept: "text/event-stream" };
    const reached = resume();
    if (reached) headers["Last-Event-ID"] = reached;
    const response = await fetch(`/events/?${address}`, { headers, signal: aborter.signal, cache: "no-store" });
    if (response.status === 204) { // only pages are served here, nothing is live: do not ask again
      close("none");
      return;
    }
    const why = { 401: "signed-out", 404: "missing" }[response.status];
    if (why && response.headers.get("Content-Type")?.startsWith("text/plain")) { // a page would be somebody else's answer
      close(why);
      return;
    }
    if (!response.ok) throw new Error(`stream: ${response.status}`);
    state(true, "open");
    const steady = setTimeout(() => { failed = 0; }, STEADY);
    await read(response).finally(() => clearTimeout(steady));
  }

  (async () => {
    while (!closed) {
      await once().catch(() => {}); // why does not matter: it is lost
      if (closed) return;
      failed += 1;
      if (!soon) state(false, "lost");
      await pause(soon || Math.min(LONGEST, SHORTEST * 2 ** failed) * (0.5 + Math.random() / 2));
      soon = 0;
    }
  })();

  return { close };
}
return { openStream };
})();

// live/share.js
const m18 = (() => {
// One stream a browser: the visible tabs of a person compete for a lock; who holds it opens the stream for
// the topics of all of them and passes every event on. Hidden tabs let go and come back with their own number.
const { newId } = m1;
const { emit } = m13;
const { openStream } = m17;
const { topic, written } = m14;

const { person } = document.body.dataset;
const NAME = `cxjourney-live-${person}`;
const GRACE = 3000; // looking at another tab for a moment keeps the stream
const GATHER = 60; // several tabs that ask at once make one new stream
const MOST = 8; // topics of a stream

const me = newId();
const wants = new Map(); // the holder's: tab → its topic
const reached = new Map(); // the holder's: topic → the number up to which it has passed everything on
const periods = new Map(); // and the period of answers it is drawn for
let channel = null;
let release = null; // gives the lock back, or stops waiting for it
let stream = null;
let dead = false; // the stream was refused and does not try again
let alone = !navigator.locks; // plain http in a local network: no locks, a stream a tab
let gathering = 0;
let asks = ""; // what this tab wants, without its number
let last = {}; // what a tab that comes later is told: {state, hello}

const holds = () => stream !== null;

function tell(message) {
  channel?.postMessage({ tab: me, ...message });
}

/** Here and in the other tabs. */
function pass(event, data) {
  if (event === "hello" || event === "state") last[event] = data;
  if (event === "rights" && last.hello) last.hello.rights[data.topic.replace("map.", "")] = { can_edit: data.can_edit };
  emit(event, data);
  if (!alone) tell({ kind: "event", event, data });
}

// --- The holder -------------------------------------------------------------------------------------

function open() {
  stream?.close();
  dead = false;
  const topics = merged();
  reached.clear();
  periods.clear();
  topics.forEach(({ name, at, period }) => {
    reached.set(name, at);
    periods.set(name, period);
  });
  let vector = ""; // the address says it the first time
  stream = openStream({
    topics: topics.map(written),
    tab: me,
    resume: () => {
      const now = vector;
      vector = [...reached].map(([name, at]) => `${name}.${at}`).join("_");
      return now && vector;
    },
    deliver,
    state: (isOpen, why) => {
      dead = !isOpen && why !== "lost";
      if ((why === "missing" || why === "removed") && topics.length > 1) split();
      else pass("state", { open: isOpen, why });
    },
  });
}

function deliver(event, data) {
  if (event === "hello" && String(data.person) !== person) { // somebody else has signed in here
    stream.close("signed-out");
    return;
  }
  if ("to" in data) {
    reached.set(data.topic, Math.max(reached.get(data.topic) ?? 0, data.to));
    for (const want of wants.values()) {
      if (want.name === data.topic && want.at >= data.from) want.at = Math.max(want.at, data.to);
    }
  }
  pass(event, data);
}

/** Every tab's topics; the same map twice is followed from the older number. Another period goes alone, as do too many. */
function merged() {
  const all = new Map();
  wants.set(me, topic());
  for (const [tab, want] of [[me, wants.get(me)], ...wants]) {
    const known = all.get(want.name);
    if (known ? known.period !== want.period : all.size === MOST) sendAway(tab);
    else all.set(want.name, { ...want, at: Math.min(want.at, known?.at ?? want.at) });
  }
  return [...all.values()];
}

function sendAway(tab) {
  wants.delete(tab);
  tell({ kind: "alone", to: tab });
}

function gather() {
  clearTimeout(gathering);
  gathering = setTimeout(open, GATHER);
}

/** One of the topics is lost to this person: each tab asks for its own, so that the others go on. */
function split() {
  tell({ kind: "alone" });
  goAlone();
}

function asked({ tab, topic: want }) {
  if (!holds()) return;
  if (periods.has(want.name) && periods.get(want.name) !== want.period) {
    sendAway(tab);
    return;
  }
  wants.set(tab, want);
  if (!dead && reached.get(want.name) <= want.at) Object.entries(last).forEach(([event, data]) => tell({ kind: "event", event, data, to: tab }));
  else gather();
}

function left({ tab }) {
  if (!holds() || !wants.delete(tab)) return;
  const wanted = new Set([...wants.values()].map(({ name }) => name));
  if ([...reached.keys()].some((name) => !wanted.has(name))) gather();
}

// --- Every tab --------------------------------------------------------------------------------------

function goAlone() {
  stop();
  alone = true;
  start();
}

const HEARD = {
  who: () => { if (!holds()) tell({ kind: "want", topic: topic() }); },
  want: asked,
  bye: left,
  event: ({ event, data }) => { if (!holds()) emit(event, data); },
  alone: () => goAlone(),
};

function start() {
  if (release) return;
  asks = `${topic().name} ${topic().period}`;
  if (alone) {
    release = () => {};
    open();
    return;
  }
  channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }) => { if (!data.to || data.to === me) HEARD[data.kind]?.(data); };
  const waiting = new AbortController();
  release = () => waiting.abort();
  navigator.locks.request(NAME, { signal: waiting.signal }, () => new Promise((resolve) => {
    if (!release) return resolve(); // hidden meanwhile
    release = resolve;
    open();
    return tell({ kind: "who" });
  })).catch(() => {}); // it stopped waiting
  tell({ kind: "want", topic: topic() });
}

function stop() {
  if (!release) return;
  tell({ kind: "bye" });
  clearTimeout(gathering);
  stream?.close();
  stream = null;
  wants.clear();
  last = {};
  release();
  release = null;
  channel?.close();
  channel = null;
}

/** The page shows something else now (another period), or has missed something: ask again from its own number. */
function askAgain(missed) {
  const { name, period } = topic();
  if (!release || (missed !== true && asks === `${name} ${period}`)) return;
  asks = `${name} ${period}`;
  if (holds()) gather();
  else tell({ kind: "want", topic: topic() });
}

let hiding = 0;
document.addEventListener("visibilitychange", () => {
  clearTimeout(hiding);
  if (document.visibilityState === "visible") start();
  else hiding = setTimeout(stop, GRACE);
});
addEventListener("pagehide", () => { // so that the browser may keep the page for the way back
  clearTimeout(hiding);
  stop();
});
addEventListener("pageshow", ({ persisted }) => { if (persisted) start(); });
addEventListener("popstate", () => setTimeout(askAgain));
document.addEventListener("htmx:after:history:update", askAgain);

/** Begin; the page's modules have said what they want to hear. */
function follow() {
  if (document.visibilityState === "visible") start();
}
return { askAgain, follow };
})();

// live/apply.js
const m19 = (() => {
// Others' changes arrive as fragments and are put in their places, in the order of the log and each once.
const { root } = m11;
const { emit, on } = m13;
const { held, onFree, ownCame, wroteLately } = m16;
const { askAgain } = m18;
const { moveTo, topic } = m14;

const { htmx } = window;
const me = Number(document.body.dataset.person);
const WASH = 2400;
const AFTER_FAULT = 2000;

let queue = [];
let working = false;
let reading = null;

// What a morph must leave alone: the one stop for Tab belongs to the person, not to the server.
htmx.config.morphIgnore = [...htmx.config.morphIgnore, "tabindex"];

function receive(said) {
  if (said.topic !== topic().name) return;
  const event = { changes: [], touched: [], ...said };
  queue.push(event);
  if (event.changes.some(({ by }) => by === me)) ownCame();
  work();
}

async function work() {
  if (working) return;
  working = true;
  try {
    while (queue.length && !held()) {
      await reading?.turn();
      await apply(reading ? merged(queue.splice(0)) : queue.shift());
    }
  } catch (error) { // what could not be put in its place is asked for again
    console.error(error);
    queue = [];
    setTimeout(askAgain, AFTER_FAULT, true);
  } finally {
    working = false;
  }
}

/** This page has none of the board's parts: it is read again, {turn, upTo}, instead of taking fragments. */
function readInstead(how) {
  reading = how;
}

/** Many events as one. */
function merged(events) {
  const all = (name) => events.flatMap((event) => event[name]);
  return { ...events.at(-1), from: events[0].from, seq: all("seq"), changes: all("changes"), touched: all("touched") };
}

/** True when the page has this already. A fragment without numbers is early: its number comes later. */
function known({ seq, to }, at) {
  return seq.length ? to <= at : to < at;
}

async function apply(event) {
  const { at } = topic();
  if (known(event, at)) return;
  if (event.from > at) { // something is missing between the page and this
    queue = [];
    askAgain(true);
    return;
  }
  emit("before", event);
  if (reading && !(await reading.upTo(event.to))) {
    askAgain(true);
    return;
  }
  if (event.html && !reading) await swap(event.html);
  moveTo(Math.max(at, event.to));
  wash(event);
  emit("applied", event);
}

/** In place, and nothing that one looks at or types in moves on the screen. */
async function swap(html) {
  const focused = document.activeElement?.closest("#board [id], #board form");
  const [left, top] = placeOf(focused);
  const id = document.activeElement?.id;
  await htmx.swap({ text: html, sourceElement: root(), target: root(), swap: "none" });
  if (focused?.isConnected) {
    const [newLeft, newTop] = placeOf(focused);
    root().scrollBy({ left: newLeft - left, top: newTop - top, behavior: "instant" });
  }
  if (id && document.activeElement === document.body) document.getElementById(id)?.focus({ preventScroll: true });
}

function placeOf(node) {
  const box = node?.getBoundingClientRect();
  return box ? [box.left, box.top] : [0, 0];
}

/** What others changed is marked for a moment. */
function wash({ changes, touched }) {
  const others = changes.filter(({ by }) => by !== me || !wroteLately());
  if (!others.length) return;
  for (const id of new Set([...others.map(({ target }) => target), ...touched])) {
    const node = id && document.getElementById(id);
    if (!node || node.querySelector("form")) continue;
    node.classList.add("is-updated");
    setTimeout(() => node.classList.remove("is-updated"), WASH);
  }
}

on("change", receive);
on("reload", receive);
onFree(work);
return { readInstead };
})();

// live/announce.js
const m20 = (() => {
// What a screen reader hears of others' work: only what concerns the card one is on, and a stage whose
// number crossed its target. One sentence every three seconds at most, never while keys are pressed.
const { announce } = m1;
const { board } = m11;
const { on } = m13;

const EVERY = 3000;
const me = Number(document.body.dataset.person);
const words = () => document.getElementById("live-words").dataset;

let next = "";
let timer = 0;
let spoken = -Infinity;

/** Say this soon; a newer sentence takes its place if it could not be said yet. */
function speak(text) {
  next = text;
  clearTimeout(timer);
  timer = setTimeout(() => {
    spoken = Date.now();
    announce(next);
  }, Math.max(0, spoken + EVERY - Date.now()));
}

/** Stage id → does its headline meet its target? Stages without a target are left out. */
function levels() {
  const found = new Map();
  board().querySelectorAll("thead th[data-stage]").forEach((head) => {
    const bullet = head.querySelector(".bullet:not(.bullet--plain)");
    if (bullet) found.set(head.id, bullet.matches(".bullet--good"));
  });
  return found;
}

let before = new Map();
let focused = "";

on("before", () => {
  before = levels();
  focused = document.activeElement?.closest("[data-item]")?.id ?? "";
});

on("applied", ({ changes }) => {
  for (const [id, good] of levels()) {
    if (!before.has(id) || before.get(id) === good) continue;
    const name = document.querySelector(`#${id} .stage__name`)?.textContent ?? "";
    speak((good ? words().reached : words().missed).replace("%s", name));
  }
  const mine = focused && changes.findLast(({ by, target }) => by !== me && target === focused);
  if (mine && !document.getElementById(focused)?.querySelector("form")) speak(mine.text);
});
return { speak };
})();

// live/text.js
const m21 = (() => {
/** The words of a card or a head, without what stands beside them. */
function textOf(node) {
  const copy = (node.querySelector(".stage__name, .step__name, .lane-label__name, .card__title") ?? node).cloneNode(true);
  copy.querySelectorAll(".card__meta, .sr-only, [data-live-who], [data-live-waiting], form").forEach((part) => part.remove());
  return copy.textContent.trim();
}
return { textOf };
})();

// live/notes.js
const m22 = (() => {
// Beside an open form: what others did meanwhile to the card it is about, and what one can do about it.
const { fromTemplate } = m1;
const { speak } = m20;
const { on } = m13;
const { textOf } = m21;

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
function noteChanged(holder, news) {
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
function noteGone(holder) {
  const { id } = holder.querySelector("form").closest("th[id^=stage], tr[id], section[id], li[id]");
  const change = changes.findLast(({ target }) => target === id);
  const note = fromTemplate("live-gone-template");
  note.querySelector("[data-who]").textContent = change?.text ?? "";
  if (change) put(holder, note);
}

// --- Removed ------------------------------------------------------------------------------------------

/** Saving puts it back; leaving takes the form away. */
function noteRemoved(holder) {
  if (holder.dataset.removed !== undefined) return;
  holder.dataset.removed = "";
  const note = fromTemplate("live-removed-template");
  const sentence = note.querySelector("[data-who]");
  sentence.textContent = sentence.textContent.replace("%s", who(holder.id));
  put(holder, note);
}
return { noteChanged, noteGone, noteRemoved };
})();

// live/guard.js
const m23 = (() => {
// Typing is sacred. Whatever is swapped into the board, from the stream or by a reading of the whole board,
// leaves the forms that are open in it where they are and as they are; what it would have done to them is
// said beside them, and done when they close.
const { refresh } = m12;
const { board } = m11;
const { noteChanged, noteGone, noteRemoved } = m22;

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
})();

// live/drawer.js
const m24 = (() => {
// The drawer is read again when what it shows was changed by somebody else; not while one types in it.
const { fromTemplate } = m1;
const { on } = m13;
const { wroteLately } = m16;

const me = Number(document.body.dataset.person);
const drawer = () => document.getElementById("drawer");

/** Somebody is at work in it: a form is open, or a field differs from what it was. */
function busy() {
  const shown = drawer();
  const active = document.activeElement?.closest("#drawer input, #drawer textarea, #drawer select");
  return Boolean(active) || [...shown.querySelectorAll("input:not([type=hidden]), textarea")].some(
    (field) => (["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue),
  );
}

on("applied", ({ touched, changes }) => {
  const shown = drawer();
  if (!shown || !touched.includes(shown.dataset.shows)) return;
  if (changes.length && changes.every(({ by }) => by === me && wroteLately())) return;
  if (!busy()) document.dispatchEvent(new CustomEvent("drawer:refresh"));
  else if (!shown.querySelector("[data-live-stale]")) shown.querySelector(".drawer__head").append(fromTemplate("live-stale-template"));
});
})();

// live/voice.js
const m25 = (() => {
// What this tab says to the others: that it is there, what is edited in it, where one looks.
const { board, root } = m11;
const { on } = m13;

const BEAT = 8000;
const REMEMBERED = 20_000; // the server forgets what is edited after 30 s without keys

const map = Number(root().dataset.map);
const telling = {}; // said again to every new stream: editing, follow
let stream = "";
let typed = -Infinity;
let said = 0;

/** Send words to the server; lost words are said again with the next stream. */
function say(words = {}) {
  if (!stream) return;
  const body = JSON.stringify({ stream, map, ...words });
  fetch("/events/", { method: "POST", body, keepalive: true, headers: { "Content-Type": "application/json" } }).catch(() => {});
}

/** Something that stays true until it is said otherwise. */
function keepSaying(words) {
  Object.assign(telling, words);
  say(words);
}

/** The id of what is edited in this tab: a card, the head of a stage or lane, what the drawer shows. */
function editing() {
  const form = [...board().querySelectorAll("form")].find((one) => one.closest("[data-item]") || one.matches("[data-head-form]"));
  if (form) return (form.closest("[data-item]") ?? form.closest("th[id], section[id], li[id]")).id.replace("lane-label-", "lane-");
  return document.activeElement?.closest("#drawer :is(input, textarea)") ? document.getElementById("drawer").dataset.shows : "";
}

function look() {
  const now = editing();
  if (now === (telling.editing ?? "")) return;
  said = Date.now();
  keepSaying({ editing: now });
}

on("hello", ({ stream: id }) => {
  stream = id;
  telling.editing = editing();
  said = Date.now();
  say(Object.fromEntries(Object.entries(telling).filter(([, value]) => value)));
});

on("state", ({ open }) => { if (!open) stream = ""; });

document.addEventListener("htmx:after:swap", look);
document.addEventListener("form:closed", look);
document.addEventListener("focusin", look);
document.addEventListener("focusout", () => setTimeout(look));
document.addEventListener("input", () => {
  typed = Date.now();
  if (telling.editing && typed - said > REMEMBERED) {
    said = typed;
    say({ editing: telling.editing });
  }
});

setInterval(() => {
  if (document.visibilityState !== "visible") return;
  const typing = telling.editing && Date.now() - typed < BEAT;
  if (typing) said = Date.now();
  say(typing ? { editing: telling.editing } : {});
}, BEAT);
return { say, keepSaying };
})();

// live/follow.js
const m26 = (() => {
// Going along with somebody, and asking everyone to come. Who goes along stops by scrolling, typing or Escape.
const { announce, isTyping } = m1;
const { cellOf, placeOf, root } = m11;
const { showToast } = m2;
const { emit, on } = m13;
const { keepSaying, say } = m25;

const LOOKED = 250; // after scrolling
const me = Number(document.body.dataset.person);
const map = Number(root().dataset.map);
const words = document.getElementById("live-words").dataset;
const bar = document.getElementById("follow-bar");
let leader = null;
let followers = 0;

const followed = () => leader?.id ?? null;

/** Begin to follow this person, or stop. */
function toggleFollow(person) {
  leader = leader?.id === person.id ? null : person;
  keepSaying({ follow: followed() });
  bar.classList.toggle("is-shown", Boolean(leader));
  if (leader) bar.querySelector("[data-name]").textContent = words.following.replace("%s", leader.name);
  announce(leader ? bar.querySelector("[data-name]").textContent : words.stopped);
  emit("following");
}

function stop() {
  if (leader) toggleFollow(leader);
}

/** Who has left is not followed any more. */
function setPeople(others) {
  if (leader && !others.some(({ id }) => id === leader.id)) stop();
}

function goTo(at) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  document.getElementById(at)?.scrollIntoView({ block: "center", inline: "center", behavior: calm ? "instant" : "smooth" });
}

on("focus", ({ map: on_, person, at }) => { if (on_ === map && person === followed()) goTo(at); });

const own = (event) => { if (leader && !event.target.closest?.("#follow-bar, #people-menu")) stop(); };
for (const kind of ["wheel", "touchmove", "keydown"]) document.addEventListener(kind, own, { passive: true, capture: true });
root().addEventListener("pointerdown", own); // the scroll bar too
bar.querySelector("button").addEventListener("click", stop);

// --- Being followed -----------------------------------------------------------------------------------

let busyWith = ""; // the last place on the board that had the focus: opening the list of people takes it away

document.addEventListener("focusin", ({ target }) => {
  busyWith = target.closest("#board [id], #outline [id]")?.id ?? busyWith;
});

/** What has or had the focus, if it can still be seen. */
function focusedPlace(box) {
  const place = document.getElementById(busyWith);
  const { top, bottom } = place?.getBoundingClientRect() ?? {};
  return place && top < box.bottom && bottom > box.top ? place : null;
}

/** Where one is: what has the focus, or what stands in the middle. */
function here() {
  const { left, width, top, bottom } = root().getBoundingClientRect();
  const seen = { top: Math.max(0, top), bottom: Math.min(innerHeight, bottom) };
  const focused = focusedPlace(seen);
  const middle = document.elementFromPoint(left + width / 2, (seen.top + seen.bottom) / 2);
  return (focused ?? middle?.closest("#board :is(td, th, tr)[id], #outline [id]"))?.id ?? "";
}

let looking = 0;
let told = "";

function look() {
  clearTimeout(looking);
  if (!followers) return;
  looking = setTimeout(() => {
    const at = here();
    if (!at || at === told) return;
    told = at;
    say({ at });
  }, LOOKED);
}

on("followed", ({ map: on_, by }) => {
  if (on_ !== map) return;
  if (by > followers) told = ""; // somebody new wants to know
  followers = by;
  look();
});
document.addEventListener("scroll", look, { passive: true, capture: true }); // of the board, or of the page
document.addEventListener("focusin", look);

// --- Everyone, please ---------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-come]")) return;
  document.getElementById("people-menu").hidePopover();
  say({ come: here() });
  showToast({ text: words.asked });
});

function stageOf(at) {
  const node = document.getElementById(at);
  const cell = cellOf(node);
  const head = cell ? document.getElementById(`stage-${placeOf(cell).stage}`) : node?.closest("th[data-stage]");
  return head?.querySelector(".stage__name")?.textContent ?? "";
}

on("come", ({ map: on_, person, name, at }) => {
  if (on_ !== map || person === me) return;
  const stage = stageOf(at);
  const text = (stage ? words.come : words.comeHere).replace("%(name)s", name).replace("%(stage)s", stage);
  const busy = isTyping(document.activeElement);
  if (!busy) goTo(at);
  showToast({ text, action: busy ? { label: words.goThere, run: () => goTo(at) } : null });
});
return { followed, toggleFollow, setPeople };
})();

// live/locks.js
const m27 = (() => {
// Soft locks: a card somebody edits is outlined with their name; who moves or removes it is asked first.
const { ask } = m6;
const { fromTemplate } = m1;
const { board } = m11;

const words = () => document.getElementById("live-words").dataset;
let busy = new Map(); // id of what is edited → person

/** Others, as the server tells. */
function setBusy(people) {
  busy = new Map(people.filter(({ editing }) => editing).map((person) => [person.editing, person]));
  drawLocks();
}

/** What the outline goes round: the card, or the words of a head. */
const frameOf = (node) => node.querySelector("[data-stage-head], [data-step-head], [data-lane-head]") ?? node;

function drawLocks() {
  const wanted = new Map();
  for (const [id, person] of busy) {
    const node = document.getElementById(id);
    if (node && board().contains(node)) wanted.set(frameOf(node), person);
  }
  board().querySelectorAll(".being-edited").forEach((frame) => { if (!isFor(frame, wanted.get(frame))) clear(frame); });
  for (const [frame, person] of wanted) if (!frame.matches(".being-edited") || !frame.querySelector("[data-live-who]")) outline(frame, person);
}

function isFor(frame, person) {
  return person && frame.querySelector("[data-live-who]")?.dataset.liveWho === String(person.id);
}

function clear(frame) {
  frame.classList.remove("being-edited", ...[1, 2, 3, 4, 5, 6].map((hue) => `person-${hue}`));
  frame.querySelectorAll("[data-live-who], [data-live-lock]").forEach((part) => part.remove());
}

function outline(frame, person) {
  clear(frame);
  frame.classList.add("being-edited", `person-${person.hue}`);
  const sign = fromTemplate("live-editing-template");
  sign.dataset.liveWho = person.id;
  sign.querySelector(".avatar").textContent = person.initials;
  sign.querySelector(".avatar").classList.add(`person-${person.hue}`);
  sign.querySelector("[data-name]").textContent = person.name;
  frame.append(sign);
  const form = frame.querySelector("form");
  if (!form) return;
  const note = fromTemplate("live-lock-template"); // opened anyway: the server merges or shows both texts
  note.textContent = note.textContent.replace("%s", person.name);
  form.append(note);
}

/** May one move ("move") or remove ("remove") this? Asks when somebody edits it. */
async function mayTouch(id, what) {
  return busy.has(id) ? ask(...question(id, what)) : true;
}

/** The question and the name of its yes. */
function question(id, what) {
  const { askRemove, askRemoveHead, askMove, askMoveHead, yesRemove, yesMove } = words();
  const head = !id.startsWith("card-");
  const text = what === "remove" ? (head ? askRemoveHead : askRemove) : head ? askMoveHead : askMove;
  return [text.replace("%s", busy.get(id).name), what === "remove" ? yesRemove : yesMove];
}

/** What a request of a menu is about to do to a thing that somebody edits: [id, "move" | "remove"], or nothing. */
function harm({ sourceElement, request: { action, body, method } }) {
  if (method !== "POST" || sourceElement === document.body) return null; // whoever posts for the body has asked
  const [, kind, id, verb] = action.match(/\/(card|stage|lane)s\/(\d+)\/(move|remove)\/$/) ?? [];
  if (kind) return [`${kind}-${id}`, verb];
  const all = /\/items\/$/.test(action) && ["move", "remove"].includes(body?.get("do"));
  return all ? [body.get("items").split(" ").find((one) => busy.has(one)), body.get("do")] : null;
}

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const [id, what] = harm(ctx) ?? [];
  if (!busy.has(id)) return;
  const [text, yes] = question(id, what);
  ctx.confirm = text;
  ctx.sourceElement.dataset.confirmYes = yes;
});

document.addEventListener("htmx:after:swap", () => { if (board()) drawLocks(); });
return { setBusy, drawLocks, mayTouch };
})();

// live/presence.js
const m28 = (() => {
// Who is on this map: faces in the top bar, and a list of them with what they edit.
const { fromTemplate } = m1;
const { board, root } = m11;
const { on } = m13;
const { followed, setPeople, toggleFollow } = m26;
const { setBusy } = m27;
const { textOf } = m21;

const FACES = 5;
const me = Number(document.body.dataset.person);
const map = Number(root().dataset.map);
const words = document.getElementById("live-words").dataset;
const button = document.getElementById("people");
const list = document.getElementById("people-list");
let people = [];
let watching = 0;
let drawn = "";

function face({ initials, hue }) {
  const node = fromTemplate("live-face-template");
  node.textContent = initials;
  node.classList.add(`person-${hue}`);
  return node;
}

function more(count) {
  const node = fromTemplate("live-face-template");
  node.textContent = `+${count}`;
  node.classList.add("avatar--more");
  return node;
}

function drawFaces() {
  const shown = people.slice(0, people.length > FACES || watching > FACES ? FACES - 1 : FACES);
  const rest = Math.max(watching, people.length) - shown.length;
  const count = fromTemplate("live-count-template");
  count.textContent = words.here.replace("%s", Math.max(watching, people.length));
  button.replaceChildren(...shown.map(face), ...(rest > 0 ? [more(Math.min(rest, 99))] : []), count);
  button.hidden = people.length < 2;
}

function doing({ editing }) {
  const node = editing && board().querySelector(`[id="${CSS.escape(editing)}"]`);
  if (!node) return editing ? words.editing : words.looking;
  const text = node.querySelector("textarea")?.defaultValue ?? textOf(node);
  return words.editingWhat.replace("%s", text.length > 40 ? `${text.slice(0, 39)}…` : text);
}

function drawList() {
  const focused = document.activeElement?.closest("#people-list [data-person]")?.dataset.person;
  list.replaceChildren(...people.map((person) => {
    const row = fromTemplate("live-person-template");
    row.dataset.person = person.id;
    row.prepend(face(person));
    row.querySelector("[data-name]").textContent = person.id === me ? words.you.replace("%s", person.name) : person.name;
    row.querySelector("[data-doing]").textContent = doing(person);
    const follow = row.querySelector("[data-follow]");
    if (person.id === me) follow.remove();
    else {
      follow.setAttribute("aria-pressed", String(followed() === person.id));
      follow.setAttribute("aria-label", `${follow.textContent.trim()} ${person.name}`);
    }
    return row;
  }));
  if (focused) list.querySelector(`[data-person="${focused}"] button`)?.focus();
}

function draw() {
  const now = JSON.stringify([people, watching, followed()]);
  if (now === drawn) return;
  drawn = now;
  drawFaces();
  drawList();
}

on("presence", (said) => {
  if (said.map !== map) return;
  const others = said.people.filter(({ id }) => id !== me);
  people = [...others, ...said.people.filter(({ id }) => id === me)];
  watching = said.watching;
  setBusy(others);
  setPeople(others);
  draw();
});

on("following", draw);
list.addEventListener("click", (event) => {
  const row = event.target.closest("[data-follow]")?.closest("[data-person]");
  const person = row && people.find(({ id }) => id === Number(row.dataset.person));
  if (!person) return;
  toggleFollow(person);
  document.getElementById("people-menu").hidePopover();
});
})();

// live/outbox.js
const m29 = (() => {
// What could not be sent waits, marked, and is sent in its order when the server is there again. Forms stay
// open with what was typed, their key, version and base; other writes are kept through a reload of the tab.
const { refresh } = m12;
const { fromTemplate } = m1;
const { emit, on } = m13;

const { htmx } = window;
const KEY = `outbox:${document.body.dataset.person}`;
const RETRY = 2000; // the stream is open, one request was lost
const AWAY = [502, 503, 504]; // a proxy answers for a server that is not there
const ONCE_MORE = /\/(undo|redo|duplicate)\/$/; // what these mean may have changed meanwhile
const NAMES = { cards: "card", placements: "placement", pains: "painpoint", stages: "stage", lanes: "lane" };

let waiting = stored(); // {url, body} or {form}, oldest first
let open = false;
let sending = false;

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

function changed() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(waiting.filter(({ url }) => url)));
  } catch {
    /* full or forbidden: it waits as long as the page is open */
  }
  mark();
  emit("outbox", { count: waiting.length });
}

/** Everything that waits shows that it does. */
function mark() {
  const marked = waiting.map(({ url, form }) => form ?? elementOf(url)).filter(Boolean);
  document.querySelectorAll("[data-live-waiting]").forEach((sign) => { if (!marked.includes(sign.parentElement)) sign.remove(); });
  for (const node of marked) {
    if (!node.querySelector(":scope > [data-live-waiting]")) node.append(fromTemplate("live-waiting-template"));
  }
}

function elementOf(url) {
  const [, kind, id] = url.match(/\/(\w+)\/(\d+)\/\w+\/$/) ?? [];
  const node = document.getElementById(`${NAMES[kind]}-${id}`);
  return node?.querySelector(".stage, .lane-label__head") ?? node;
}

function lost(ctx) {
  return ctx && ctx.request.method !== "GET" && (!ctx.response || AWAY.includes(ctx.response.status));
}

/** Before the toast would say that nothing came of it. */
function take(event) {
  const { ctx } = event.detail;
  if (!lost(ctx)) return;
  const form = ctx.sourceElement.closest("form");
  const entry = form ? { form } : { url: ctx.request.action, body: String(ctx.request.body ?? "") };
  if (!form && ONCE_MORE.test(entry.url)) return;
  ctx.waits = true;
  if (ctx.outbox || (form && waiting.some((other) => other.form === form))) return; // it waits already
  waiting.push(entry);
  changed();
  if (open) setTimeout(send, RETRY);
}
document.addEventListener("htmx:error", take, true);
document.addEventListener("htmx:response:error", take, true);

// --- Sending ----------------------------------------------------------------------------------------

/** The context of the request once it has ended, or undefined if none has begun. */
function ended(isIt, start) {
  return new Promise((resolve) => {
    let own; // known by its beginning: at its end it may name what came in the place of the form
    const begin = ({ detail: { ctx } }) => { if (isIt(ctx)) own ??= ctx; };
    const end = ({ detail: { ctx } }) => { if (ctx === own) done(); };
    const late = setTimeout(() => { if (!own) done(); }, RETRY);
    function done() {
      clearTimeout(late);
      document.removeEventListener("htmx:before:request", begin);
      document.removeEventListener("htmx:finally:request", end);
      resolve(own);
    }
    document.addEventListener("htmx:before:request", begin);
    document.addEventListener("htmx:finally:request", end);
    start();
  });
}

function resend(entry) {
  const { form, url, body } = entry;
  if (form && !(form.isConnected && form.checkValidity())) return null; // it was left, or needs its person first
  if (form) return ended((ctx) => ctx.sourceElement === form, () => form.requestSubmit());
  const values = Object.fromEntries(new URLSearchParams(body));
  const options = { source: document.body, target: document.body, swap: "none", values, outbox: entry };
  return ended((ctx) => ctx.outbox === entry, () => htmx.ajax("POST", url, options));
}

async function send() {
  if (sending || !open || !waiting.length) return;
  sending = true;
  let refused = false;
  try {
    while (open && waiting.length) {
      const [entry] = waiting;
      const ctx = await resend(entry);
      if (ctx === undefined || lost(ctx)) {
        if (open) setTimeout(send, RETRY); // the stream stands, but who takes writes is away
        break;
      }
      waiting = waiting.filter((other) => other !== entry);
      refused ||= Boolean(entry.url) && ctx.response.status >= 400; // a toast has said so
      changed();
    }
  } finally {
    sending = false;
  }
  if (refused) refresh();
}

on("state", (state) => {
  open = state.open || state.why === "none"; // without streams one can only try
  send();
});
document.addEventListener("form:closed", () => {
  waiting = waiting.filter(({ form }) => !form || form.isConnected);
  changed();
});
document.addEventListener("htmx:after:swap", () => { if (waiting.length) changed(); });
if (waiting.length) changed();
})();

// live/bar.js
const m30 = (() => {
// A line at the top says when the page is not up to date: reconnecting, signed out, or what waits to be sent.
const { on } = m13;

const PATIENCE = 3000; // a short break is nobody's business

const bar = document.getElementById("live-bar");
let open = false;
let why = "";
let late = 0;
let waiting = 0;

function words() {
  if (why === "signed-out" || why === "removed" || why === "missing") return [why === "signed-out" ? why : "removed"];
  return [...(late === true ? ["lost"] : []), ...(waiting ? [waiting === 1 ? "waiting-one" : "waiting"] : [])];
}

function show() {
  const names = words();
  bar.querySelectorAll("[data-says]").forEach((part) => {
    part.hidden = !names.includes(part.dataset.says);
    const count = part.querySelector("[data-count]");
    if (count) count.textContent = waiting;
  });
  bar.dataset.state = names[0] ?? "";
  bar.classList.toggle("is-shown", names.length > 0);
}

function patience() {
  if (late) return;
  late = setTimeout(() => {
    late = true;
    document.documentElement.dataset.live = "lost";
    show();
  }, PATIENCE);
}

on("state", (state) => {
  open = state.open;
  why = open || state.why === "lost" ? "" : state.why;
  document.documentElement.dataset.live = open ? "open" : why === "none" ? "none" : "";
  if (open || why === "none") {
    if (late !== true) clearTimeout(late);
    late = 0;
  } else patience();
  show();
});
on("outbox", ({ count }) => {
  waiting = count;
  show();
});

/** Nothing was heard yet: the first stream gets as much patience as any. */
function expectStream() {
  if (!open) patience();
}
addEventListener("pageshow", ({ persisted }) => { if (persisted) expectStream(); });
return { expectStream };
})();

// live/index.js
const m31 = (() => {
// The map is live: others' changes arrive, and others see who is here.
const { refresh } = m12;
const { root } = m11;
const { expectStream } = m30;
const { on } = m13;
const { follow } = m18;
const { topic } = m14;

const { map } = root().dataset;

/** The role has changed: the page is read again as the server shows it now. */
function setRights(canEdit) {
  if (canEdit === undefined || root().dataset.canEdit === (canEdit ? "1" : "0")) return;
  root().dataset.canEdit = canEdit ? "1" : "0";
  refresh();
}

on("hello", ({ rights }) => setRights(rights[map]?.can_edit));
on("rights", (said) => { if (said.topic === topic().name) setRights(said.can_edit); });

expectStream();
follow();
})();

// live/reading.js
const m32 = (() => {
// Pages that are not made of the board's parts, the outline and the presentation: they follow their map by
// reading themselves again, once a second at most, however much happens meanwhile.
const { refresh } = m12;
const { shown } = m11;
const { readInstead } = m19;

const EVERY = 1000;
const LONGEST = 30_000; // between readings that fail
let began = -Infinity;
let every = EVERY;

const has = (to) => Number(shown().dataset.seq) >= to;

readInstead({
  /** Until the next reading may begin. */
  turn: () => new Promise((resolve) => { setTimeout(resolve, Math.max(0, began + every - Date.now())); }),

  /** Show everything up to this change; false when it could not be read. One's own may be there already. */
  async upTo(to) {
    if (has(to)) return true;
    began = Date.now();
    await refresh();
    every = has(to) ? EVERY : Math.min(LONGEST, every * 2);
    return has(to);
  },
});
})();

// map/combo.js
const m33 = (() => {
// Type-ahead: the list under a field. Arrows choose, Enter takes, Esc closes; a chosen name is sent by its id.
const parts = (node) => {
  const form = node.closest("[data-combo]");
  return form && {
    form,
    field: form.querySelector("[data-combo-field]"),
    value: form.querySelector("[data-combo-value]"),
    list: form.querySelector("[data-combo-options]"),
    fresh: form.querySelector("[data-combo-new]"),
  };
};

const options = (list) => [...list.querySelectorAll('[role="option"]:not([aria-disabled])')];

function expand({ field, list }) {
  field.setAttribute("aria-expanded", String(options(list).length > 0));
  field.removeAttribute("aria-activedescendant");
}

function highlight({ field, list }, option) {
  options(list).forEach((other) => other.setAttribute("aria-selected", String(other === option)));
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function take(combo, option) {
  combo.field.value = option.dataset.name;
  combo.value.value = option.dataset.value;
  combo.fresh.hidden = true;
  combo.list.replaceChildren();
  expand(combo);
}

document.addEventListener("input", (event) => {
  const combo = event.target.matches?.("[data-combo-field]") && parts(event.target);
  if (!combo) return;
  combo.value.value = "";
  combo.fresh.hidden = false;
});

document.addEventListener("htmx:after:swap", (event) => {
  const list = event.detail.ctx?.target;
  if (list?.matches?.("[data-combo-options]")) expand(parts(list));
});

document.addEventListener("keydown", (event) => {
  const combo = event.target.matches?.("[data-combo-field]") && parts(event.target);
  if (!combo) return;
  const all = options(combo.list);
  const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (all.length) highlight(combo, all[(at + (event.key === "ArrowDown" ? 1 : all.length + Math.min(at, 0))) % all.length] ?? all[0]);
  } else if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    take(combo, all[at]);
  } else if (event.key === "Escape" && all.length) {
    event.preventDefault();
    event.stopPropagation();
    combo.list.replaceChildren();
    expand(combo);
  }
}, true);

document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.('[data-combo-options] [role="option"]:not([aria-disabled])');
  if (!option) return;
  event.preventDefault(); // the field keeps the focus
  take(parts(option), option);
});
})();

// map/find.js
const m34 = (() => {
// Find on this map, or in its outline: what does not match steps back; Enter walks through what does.
const { announce } = m1;
const { board, root } = m11;

const field = document.querySelector("[data-find]");
let hits = [];
let at = -1;

function matches() {
  return [...board().querySelectorAll("[data-item], thead :is(th[data-stage], th[data-of]), .quote, .outline__head, .outline__items > li:not(.outline__blank)")];
}

function find({ quiet = false } = {}) {
  const words = field.value.trim().toLowerCase();
  const all = matches();
  hits = words ? all.filter((node) => node.textContent.toLowerCase().includes(words)) : [];
  at = -1;
  board().classList.toggle("is-finding", Boolean(words));
  all.forEach((node) => node.classList.toggle("is-hit", hits.includes(node)));
  if (words && !quiet) announce(root().dataset.textFound.replace("%s", hits.length));
}

if (field) {
  field.addEventListener("input", find);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && hits.length) {
      event.preventDefault();
      at = (at + (event.shiftKey ? hits.length - 1 : 1)) % hits.length;
      hits[at].scrollIntoView({ block: "center", inline: "center" });
      hits.forEach((node, index) => node.classList.toggle("is-here", index === at));
    }
    if (event.key === "Escape") {
      event.preventDefault();
      const here = hits[at];
      field.value = "";
      find();
      (here ?? root()).focus();
    }
  });
  document.addEventListener("htmx:after:swap", () => { if (field.value) find({ quiet: true }); });
}
})();

// map/lines.js
const m35 = (() => {
// Several lines in the form of a new card, as after a paste: a button offers a card for each of them.
const MOST = 50;

document.addEventListener("input", (event) => {
  const button = event.target.closest?.("form")?.querySelector("[data-split]");
  if (!button || event.target.name !== "text") return;
  const lines = event.target.value.split("\n").filter((line) => line.trim());
  button.hidden = lines.length < 2;
  if (lines.length > 1) button.textContent = button.dataset.text.replace("%s", Math.min(lines.length, MOST));
});
})();

// map/outline.js
const m36 = (() => {
// The outline: after every change, one's own or another's, it is read again and morphed in place; open forms
// stay as they are (live/guard.js).
const { announce, isTyping } = m1;
const { draftNames } = m8;
const { refresh } = m12;
const { addressOf, canEdit } = m11;

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
})();
