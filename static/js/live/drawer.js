// The drawer is read again when what it shows was changed by somebody else; not while one types in it.
import { fromTemplate } from "../page.js";
import { on } from "./bus.js";
import { wroteLately } from "./hold.js";

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
