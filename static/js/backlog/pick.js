// The backlog by keyboard: J and K move, X chooses; S, A and Delete press the buttons of the bar for the chosen pain
// points, or for the one that has the focus. The box in the head chooses all that are shown.
import { chooser, hearKeys, neighbour } from "../feedback/chosen.js";

const rows = () => [...document.querySelectorAll("#pains tbody tr[id]")];
const here = () => document.activeElement?.closest?.("#pains tbody tr[id]");
const { chosen, tell } = chooser(".pain__pick", "pains-bulk");
const form = () => document.getElementById("pains-bulk");

function move(step) {
  neighbour(rows(), here(), step)?.querySelector(".pain__title").focus();
}

function press(key) {
  const box = here()?.querySelector(".pain__pick");
  if (!chosen().length && box) box.checked = true;
  if (!chosen().length) return false;
  tell();
  form().querySelector(`[data-key-of="${key}"]`).click();
  document.querySelector(".menu:popover-open button")?.focus();
  return true;
}

document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-pick-all]")) return;
  document.querySelectorAll(".pain__pick").forEach((box) => { box.checked = target.checked; });
  tell();
});
document.addEventListener("reset", ({ target }) => {
  if (target === form()) document.querySelector("[data-pick-all]").checked = false;
});

function act(key) {
  const box = here()?.querySelector(".pain__pick");
  if (key === "j") move(1);
  else if (key === "k") move(-1);
  else if (key === "x" && box) { box.checked = !box.checked; tell(); }
  else if (key === "escape" && chosen().length) form().reset();
  else return ["s", "a", "delete"].includes(key) && Boolean(form()?.querySelector(`[data-key-of="${key}"]`)) && press(key);
  return true;
}

if (form()) hearKeys(act);
