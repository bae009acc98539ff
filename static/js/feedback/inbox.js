// The inbox by keyboard: J and K move, X chooses, and the other keys press the buttons of the bar for the chosen
// words, or for the one that has the focus.
import { announce, isTyping } from "../page.js";

const quotes = () => [...document.querySelectorAll("[data-quote]")];
const boxes = () => [...document.querySelectorAll(".quote__pick")];
const chosen = () => boxes().filter((box) => box.checked);
const form = () => document.getElementById("inbox-bulk");

function tell() {
  const count = form()?.querySelector("[data-chosen]");
  if (!count) return;
  const text = count.dataset.text.replace("%s", chosen().length);
  if (chosen().length) count.textContent = text;
  announce(text);
}

function move(step) {
  const all = quotes();
  const here = all.indexOf(document.activeElement?.closest?.("[data-quote]"));
  const next = all[here < 0 ? 0 : Math.min(Math.max(here + step, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const box = document.activeElement?.closest?.("[data-quote]")?.querySelector(".quote__pick");
  if (!chosen().length && box) {
    box.checked = true;
    tell();
  }
  const button = form()?.querySelector(`[data-key-of="${key}"]`);
  if (!button || !chosen().length) return false;
  button.click();
  document.getElementById(button.getAttribute("popovertarget"))?.querySelector("button")?.focus();
  return true;
}

function act(key) {
  const box = document.activeElement?.closest?.("[data-quote]")?.querySelector(".quote__pick");
  if (key === "j") move(1);
  else if (key === "k") move(-1);
  else if (key === "x" && box) { box.checked = !box.checked; tell(); }
  else if (key === "escape" && chosen().length) form().reset();
  else return ["d", "u", "a", "l", "f"].includes(key) && press(key);
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || isTyping(event.target) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (document.querySelector("dialog:modal, .menu:popover-open")) return;
  if (act(event.key.toLowerCase())) event.preventDefault();
});
document.addEventListener("change", (event) => { if (event.target.matches(".quote__pick")) tell(); });
document.addEventListener("reset", (event) => { if (event.target === form()) setTimeout(tell); });

// The list is read again after a write: what was chosen is done with, and the focus stays where it was.
document.addEventListener("toast", (event) => { if (event.detail?.level !== "error") form()?.reset(); });
