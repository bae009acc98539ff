// Personas side by side: their measured curves as layers over the lane, and only the cards of one of them. The
// address keeps it (?compare=3,7&bands=1&for=3), so that it can be sent to somebody.
import { board, root } from "./state.js";

const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
const asked = () => new URLSearchParams(location.search);
const figure = () => board().querySelector("[data-curve]");
let last = "";

/** Cards that are for others only step out; those for nobody in particular are for all. */
function only(id) {
  sheet.replaceSync(/^\d+$/.test(id) ? `#board [data-for]:not([data-for~="${id}"], .card--editing) { display: none; }` : "");
}

/** Lay the curves over the lane, anew where it was drawn anew. */
async function draw({ again = false } = {}) {
  const query = asked();
  const compare = query.get("compare") ?? "";
  const wanted = compare && figure() ? `${root().dataset.mapUrl}layers/?${query}` : "";
  const shown = figure()?.querySelector("[data-layers]");
  if (!wanted) shown?.remove();
  figure()?.classList.toggle("is-layered", Boolean(wanted));
  if (!wanted || (wanted === last && shown && !again)) {
    last = wanted;
    return;
  }
  last = wanted;
  const answer = await fetch(wanted, { headers: { "HX-Request": "true" } });
  if (!answer.ok || wanted !== last) return;
  figure()?.querySelector("[data-layers]")?.remove();
  figure()?.insertAdjacentHTML("beforeend", await answer.text());
}

function sync() {
  const query = asked();
  const compared = (query.get("compare") ?? "").split(",").filter(Boolean);
  const menu = document.getElementById("whom-menu");
  menu?.querySelectorAll("[data-compare]").forEach((box) => { box.checked = compared.includes(box.value); });
  menu?.querySelectorAll("[data-compare-bands]").forEach((box) => { box.checked = query.has("bands"); });
  menu?.querySelectorAll("[data-whom]").forEach((one) => { one.checked = one.value === (query.get("for") ?? ""); });
  const said = document.querySelector("[data-whom-state]");
  const person = menu?.querySelector("[data-whom]:checked:not([value=''])");
  if (said) said.textContent = [compared.length || "", person ? person.parentElement.textContent : ""].filter(Boolean).join(", ");
  only(query.get("for") ?? "");
}

document.addEventListener("change", ({ target }) => {
  const menu = target.closest?.("#whom-menu");
  if (!menu) return;
  const query = asked();
  const set = (name, value) => (value ? query.set(name, value) : query.delete(name));
  set("compare", [...menu.querySelectorAll("[data-compare]:checked")].map(({ value }) => value).join(","));
  set("bands", menu.querySelector("[data-compare-bands]").checked ? "1" : "");
  set("for", menu.querySelector("[data-whom]:checked")?.value);
  const rest = query.toString().replaceAll("%2C", ",");
  history.replaceState(history.state, "", location.pathname + (rest ? `?${rest}` : ""));
  sync();
  draw();
});

document.addEventListener("htmx:after:swap", () => {
  sync();
  if (asked().has("compare")) draw({ again: !figure()?.querySelector("[data-layers]") });
});
sync();
draw();
