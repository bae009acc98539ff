// The inbox by keyboard: J and K move, X chooses, and the other keys press the buttons of the bar for the chosen
// words, or for the one that has the focus.
import { chooser, hearKeys, neighbour } from "./chosen.js";

const quotes = () => [...document.querySelectorAll("[data-quote]")];
const here = () => document.activeElement?.closest?.("[data-quote]");
const { chosen, tell } = chooser(".quote__pick", "inbox-bulk");
const form = () => document.getElementById("inbox-bulk");

function move(step) {
  neighbour(quotes(), here(), step)?.focus();
}

function press(key) {
  const box = here()?.querySelector(".quote__pick");
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
  const box = here()?.querySelector(".quote__pick");
  if (key === "j") move(1);
  else if (key === "k") move(-1);
  else if (key === "x" && box) { box.checked = !box.checked; tell(); }
  else if (key === "escape" && chosen().length) form().reset();
  else return ["d", "u", "m", "a", "l", "f"].includes(key) && press(key);
  return true;
}

hearKeys(act);
