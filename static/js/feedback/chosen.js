// What is chosen in a list by its boxes: counted aloud in the bar below, and let go when a write is done.
import { announce, isTyping } from "../page.js";

/** chooser(boxes, form) → {chosen, tell}: `boxes` is their selector, `form` the id of the bar. */
export function chooser(boxes, id) {
  const form = () => document.getElementById(id);
  const chosen = () => [...document.querySelectorAll(`${boxes}:checked`)];

  function tell() {
    const count = form()?.querySelector("[data-chosen]");
    if (!count) return;
    const text = count.dataset.text.replace("%s", chosen().length);
    if (chosen().length) count.textContent = text;
    announce(text);
  }

  document.addEventListener("change", (event) => { if (event.target.matches(boxes)) tell(); });
  document.addEventListener("reset", (event) => { if (event.target === form()) setTimeout(tell); });
  // The list is read again after a write: what was chosen is done with, and the focus stays where it was.
  document.addEventListener("toast", (event) => { if (event.detail?.level !== "error") form()?.reset(); });
  return { chosen, tell };
}

/** The neighbour `step` away among these, kept in view; the first when none has the focus. */
export function neighbour(all, here, step) {
  const at = all.indexOf(here);
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  next?.scrollIntoView({ block: "nearest" });
  return next;
}

/** Hear single letters, unless somebody types or a menu is open; `act(key)` says whether it did something. */
export function hearKeys(act) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isTyping(event.target) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (document.querySelector("dialog:modal, .menu:popover-open")) return;
    if (act(event.key.toLowerCase())) event.preventDefault();
  });
}
