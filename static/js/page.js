// Small things the other modules share.

/** The page's answer to "may I use a single key as a shortcut now?": not while somebody is typing. */
export function isTyping(target) {
  return Boolean(target?.closest?.('input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable="true"]'));
}

/** Have a screen reader say this, politely. Setting the same words twice is said twice. */
export function announce(text) {
  const region = document.getElementById("live");
  if (!region) return;
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = text; });
}

/** Copy of an element of <template id>. */
export function fromTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

let last = Promise.resolve();

/**
 * POST to our own server; the answer's events and fragments are handled by htmx like any other.
 * One after the other: three quick presses of Ctrl+Z undo three changes.
 */
export function post(url, values = {}) {
  const send = () => window.htmx.ajax("POST", url, { source: document.body, target: document.body, swap: "none", values });
  last = last.then(send, send);
  return last;
}

/** A random id, also where crypto.randomUUID is missing (plain http on another host than localhost). */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
