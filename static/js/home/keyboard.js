// Home by keyboard: arrows move between maps, X chooses, and the keys of the bar of chosen maps do what it does.
import { isTyping } from "../page.js";
import { boxes, chosen, pick, pickAll } from "./pick.js";

const links = () => [...document.querySelectorAll("#home-maps [data-map] a[href]")];
const holder = (element) => element.closest?.("#home-maps [data-map]");

function move(event, step) {
  const all = links();
  const here = all.indexOf(holder(event.target)?.querySelector("a[href]"));
  if (here < 0 && event.target !== document.body && event.target.id !== "main") return;
  const next = all[here < 0 ? 0 : here + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function choose(event) {
  const box = holder(event.target)?.querySelector(".map-pick");
  if (!box) return;
  event.preventDefault();
  pick(box, event.shiftKey || !box.checked, event.shiftKey);
}

function press(event, key) {
  const button = document.querySelector(`#home-bulk [data-bulk="${key}"]`);
  if (!button || !chosen().length) return;
  event.preventDefault();
  button.click();
  document.getElementById(button.getAttribute("popovertarget"))?.querySelector("button")?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || isTyping(event.target) || event.altKey) return;
  if (document.querySelector("dialog:modal, .menu:popover-open") || !boxes().length) return;
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (key !== "a" || event.shiftKey) return;
    event.preventDefault();
    pickAll(true);
    return;
  }
  if (key === "arrowdown" || key === "arrowright") move(event, 1);
  else if (key === "arrowup" || key === "arrowleft") move(event, -1);
  else if (key === "x") choose(event);
  else if (key === "escape" && chosen().length) pickAll(false);
  else if (["m", "s", "e"].includes(key) && !event.shiftKey) press(event, key);
});
