// Keys that work everywhere: ? the list, / find, Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) undo and redo.
// While somebody types, keys belong to the text: only the browser's own undo runs there.
import { isTyping, post } from "./page.js";

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
