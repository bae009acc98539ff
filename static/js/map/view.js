// How one person looks at maps: zoom, density, which lanes and stages. Kept in this browser, changed for nobody
// else; the server draws the same page for all.
import { announce, isTyping } from "../page.js";
import { hideStages } from "./columns.js";
import { board, root } from "./state.js";

const LOW = 50;
const HIGH = 150;
const KEY = `view:${document.body.dataset.person}`;
const HERE = `${KEY}:${root().dataset.map}`;
const menu = document.getElementById("view-menu");

function read(key, fallback) {
  try {
    return { ...fallback, ...JSON.parse(localStorage.getItem(key)) };
  } catch {
    return fallback;
  }
}

const all = read(KEY, { zoom: 100, compact: false }); // on every map
const here = read(HERE, { lanes: [], stages: [], known: "" }); // hidden on this one

function write() {
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
    localStorage.setItem(HERE, JSON.stringify(here));
  } catch {
    /* forbidden: it holds as long as the page is open */
  }
}

const rowOf = (id) => document.getElementById(`lane-${id}`);

/** Draw it; again after every swap, which brings the server's own markup. */
function apply() {
  const zoomed = all.zoom === 100 ? "" : String(all.zoom / 100);
  const { style } = root(); // written anew, even the same, it has every element of the map styled again
  if (style.getPropertyValue("--zoom") !== zoomed) style.setProperty("--zoom", zoomed);
  root().classList.toggle("is-compact", all.compact);
  board().querySelectorAll("tr.lane").forEach((row) => { row.hidden = here.lanes.includes(row.dataset.lane); });
  hideStages(here.stages);
  root().classList.toggle("is-marking", here.known === "marked");
  root().classList.toggle("is-known-only", here.known === "only");
  const hidden = here.lanes.filter(rowOf).length + here.stages.filter((id) => document.getElementById(`stage-${id}`)).length;
  const said = [all.zoom === 100 ? "" : `${all.zoom} %`, hidden ? menu.dataset.textHidden.replace("%s", hidden) : "", here.known === "only" ? menu.querySelector('[value="only"]').parentElement.textContent : ""];
  const sign = document.querySelector("[data-view-state]");
  if (sign) sign.textContent = said.filter(Boolean).join(", ");
}

function changed() {
  write();
  apply();
  document.dispatchEvent(new CustomEvent("view:changed"));
  sync();
}

function zoom(to) {
  all.zoom = Math.min(HIGH, Math.max(LOW, Math.round(to / 10) * 10));
  changed();
  announce(`${all.zoom} %`);
}

// --- The menu -----------------------------------------------------------------------------------------

function sync() {
  menu.querySelector("[data-zoom]").value = all.zoom;
  menu.querySelector("[data-zoom-said]").textContent = `${all.zoom} %`;
  menu.querySelectorAll("[name=density]").forEach((radio) => { radio.checked = (radio.value === "compact") === all.compact; });
  menu.querySelectorAll("[name=known]").forEach((radio) => { radio.checked = radio.value === here.known; });
  menu.querySelectorAll("[data-shows]").forEach((box) => { box.checked = !here[box.dataset.shows].includes(box.value); });
}

function list(part, things) {
  const rows = things.map(([id, name]) => {
    const label = document.createElement("label");
    label.className = "menu__item";
    label.dataset.stay = "";
    const box = Object.assign(document.createElement("input"), { type: "checkbox", value: id });
    box.dataset.shows = part;
    label.append(box, name);
    return label;
  });
  menu.querySelector(`[data-list="${part}"]`).replaceChildren(...rows);
}

/** How many things of the map are known how. */
function count() {
  const every = board().querySelectorAll("[data-item]").length;
  const [measured, observed] = ["measured", "observed"].map((level) => board().querySelectorAll(`[data-known="${level}"]`).length);
  const line = menu.querySelector("[data-known-count]");
  line.textContent = line.dataset.text.replace("%a", measured).replace("%b", observed).replace("%c", every - measured - observed);
}

menu.addEventListener("beforetoggle", ({ newState }) => {
  if (newState !== "open") return;
  count();
  list("lanes", [...board().querySelectorAll("tr.lane")].map((row) => [row.dataset.lane, row.querySelector(".lane-label__name").textContent.trim()]));
  list("stages", [...board().querySelectorAll("thead th[data-stage]")].map((head) => [head.dataset.stage, head.querySelector(".stage__name")?.textContent.trim() ?? ""]));
  sync();
});

menu.addEventListener("input", ({ target }) => {
  if (target.matches("[data-zoom]")) zoom(Number(target.value));
  if (target.matches("[name=density]")) all.compact = target.value === "compact";
  if (target.matches("[name=known]")) here.known = target.value;
  if (target.matches("[data-shows]")) {
    const part = target.dataset.shows;
    here[part] = here[part].filter((id) => id !== target.value);
    if (!target.checked) here[part].push(target.value);
  }
  changed();
});

menu.addEventListener("click", ({ target }) => {
  const step = target.closest("[data-zoom-step]");
  if (step) zoom(all.zoom + Number(step.dataset.zoomStep));
  if (!target.closest("[data-view-reset]")) return;
  Object.assign(all, { zoom: 100, compact: false });
  Object.assign(here, { lanes: [], stages: [], known: "" });
  changed();
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.target.closest?.("dialog, [popover], [role=slider]")) return;
  const step = { "+": 10, "=": 10, "-": -10 }[event.key];
  if (!step && event.key !== "0") return;
  event.preventDefault();
  zoom(step ? all.zoom + step : 100);
});

// --- The head of the map grows small while one reads below it -------------------------------------------

const DOWN = 150; // further apart than the head shrinks, so that it can't flicker
const UP = 20;
let asked = false;

root().addEventListener("scroll", () => {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    const top = root().scrollTop;
    if (top > DOWN) root().classList.add("is-condensed");
    else if (top < UP) root().classList.remove("is-condensed");
  });
}, { passive: true });

apply();
document.addEventListener("htmx:after:swap", apply);
