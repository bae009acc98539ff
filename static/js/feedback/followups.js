// The list of customers to answer by keyboard: J and K move, O opens, R replies, P passes on, X chooses; M and A press
// the buttons of the bar for the chosen ones.
import { chooser, hearKeys, neighbour } from "./chosen.js";

const items = () => [...document.querySelectorAll(".due__item")];
const here = () => document.activeElement?.closest?.(".due__item");
const { chosen, tell } = chooser(".due__pick", "followups-bulk");
const form = () => document.getElementById("followups-bulk");

function move(step) {
  neighbour(items(), here(), step)?.querySelector(".due__open")?.focus();
}

function press(selector, root = here()) {
  const button = root?.querySelector(selector);
  button?.click();
  return Boolean(button);
}

function bulk(key) {
  if (!chosen().length || !press(`[data-key-of="${key}"]`, form())) return false;
  document.querySelector(".menu:popover-open button")?.focus();
  return true;
}

function act(key) {
  const box = here()?.querySelector(".due__pick");
  if (key === "j") move(1);
  else if (key === "k") move(-1);
  else if (key === "o") return press(".due__open");
  else if (key === "r") return press('[hx-get$="/reply/"]');
  else if (key === "p") return press('[hx-get$="/pass/"]');
  else if (key === "x" && box) { box.checked = !box.checked; tell(); }
  else if (key === "escape" && chosen().length) { form().reset(); }
  else return ["m", "a"].includes(key) && bulk(key);
  return true;
}

hearKeys(act);
