// A map on a wall: whole or stage by stage, one lane in the light, full screen, and on one sheet of paper.
import "../live/watch.js";
import { announce, isTyping } from "../page.js";
import { hideStages } from "./columns.js";
import { board, root } from "./state.js";

const TRIES = 7;
const FULL = 0.96; // of the space: near enough
const MARGIN = 8; // mm, of the paper
const PAPERS = { A3: [420, 297], A2: [594, 420], A1: [841, 594] }; // browsers know no A2 and A1 by name
const KEY = "paper";
const PHONE = matchMedia("(max-width: 48rem)");
const sheet = document.querySelector(".poster__sheet");
const heads = () => [...board().querySelectorAll("thead th[data-stage]")];
let at = -1; // the stage that is shown; -1 is the whole map
let stays = ""; // its id
let lit = ""; // that of the lane in the light

// --- Fitting ------------------------------------------------------------------------------------------

/** How much of the space is taken at this scale; more than 1 does not fit. The dear part: all is styled anew. */
function taken(scale, width, height) {
  root().style.setProperty("--fit", scale);
  const right = board().getBoundingClientRect().right - root().getBoundingClientRect().left;
  return Math.max(sheet.getBoundingClientRect().height / height, (board().scrollWidth * scale) / (width + 1), right / (width + 1));
}

/**
 * As large as fits into this many pixels. Text wraps anew at every scale, so it is searched for: twice as large
 * takes about three times the height, which gives a good guess from any try.
 */
function fit(width, height, { least, most }) {
  let [low, high, scale] = [least, most, Math.max(least, Math.min(1, most))];
  for (let tries = 0; tries < TRIES; tries += 1) {
    const share = taken(scale, width, height);
    if (share <= 1) low = scale;
    else high = scale;
    if ((share <= 1 && (share > FULL || scale === most)) || high - low < 0.01) break;
    const guess = (scale * 0.99) / share ** 0.63;
    if (guess <= least) break;
    scale = guess >= most && high === most ? most : guess > low && guess < high ? guess : (low + high) / 2;
  }
  if (scale !== low) root().style.setProperty("--fit", low);
}

/** On the screen all is seen at once where it can still be read; what is larger scrolls. The bar hides nothing of it. */
function fitScreen() {
  const bar = document.fullscreenElement ? 0 : innerHeight - document.querySelector(".poster__bar").getBoundingClientRect().top;
  if (PHONE.matches) root().style.removeProperty("--fit");
  else fit(root().clientWidth, innerHeight - bar, at < 0 ? { least: 0.55, most: 1.25 } : { least: 0.9, most: 1.75 });
}

// --- Stages ---------------------------------------------------------------------------------------------

/** Everything as it is to be seen now; returns where that is, in words. */
function draw() {
  const all = heads();
  root().classList.toggle("poster--stage", at >= 0);
  hideStages(at < 0 ? [] : all.filter((_, index) => index !== at).map((head) => head.dataset.stage));
  const { textStage, textWhole } = root().dataset;
  const name = all[at]?.querySelector(".stage__name").textContent.trim();
  const said = at < 0 ? textWhole : textStage.replace("%a", at + 1).replace("%n", all.length).replace("%s", name);
  document.querySelector("[data-where]").textContent = said;
  document.querySelector('[data-step="-1"]').disabled = at < 0;
  document.querySelector('[data-step="1"]').disabled = at === all.length - 1;
  fitScreen();
  return said;
}

function show(stage) {
  at = Math.max(-1, Math.min(stage, heads().length - 1));
  stays = heads()[at]?.id ?? "";
  announce(draw());
  root().scrollTo(0, 0);
  scrollTo(0, 0);
}

// The map has changed: the same stage stays on the wall, wherever it stands now.
root().addEventListener("board:refreshed", () => {
  at = heads().findIndex(({ id }) => id === stays);
  if (at < 0) stays = "";
  draw();
  if (root().classList.contains("is-spot")) light(document.getElementById(lit) ?? lanes()[0], true);
});

// --- Spotlight --------------------------------------------------------------------------------------------

const lanes = () => [...board().querySelectorAll("tr.lane")];

function light(row, quiet) {
  lit = row?.id ?? "";
  lanes().forEach((other) => other.classList.toggle("is-lit", other === row));
  if (quiet) return;
  row?.scrollIntoView({ block: "nearest" });
  if (row) announce(row.querySelector(".lane-label__name").textContent.trim());
}

function spotlight(on = !root().classList.contains("is-spot")) {
  root().classList.toggle("is-spot", on);
  document.querySelector("[data-spotlight]").setAttribute("aria-pressed", on);
  light(on ? board().querySelector(".is-lit") ?? lanes()[0] : null);
}

function moveLight(step) {
  const all = lanes();
  light(all[Math.max(0, Math.min(all.length - 1, all.indexOf(board().querySelector(".is-lit")) + step))]);
}

// --- Paper ------------------------------------------------------------------------------------------------

const choice = document.querySelector("[data-paper]");
const page = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, page];
try {
  if (localStorage.getItem(KEY) in PAPERS) choice.value = localStorage.getItem(KEY);
} catch { /* forbidden */ }

function paper() {
  page.replaceSync(`@page { size: ${PAPERS[choice.value].map((side) => `${side}mm`).join(" ")}; margin: ${MARGIN}mm; }`);
  try {
    localStorage.setItem(KEY, choice.value);
  } catch { /* forbidden */ }
}
choice.addEventListener("change", paper);
paper();

/** The page as it goes onto the paper, measured before it does. Whatever was shown stays: one stage or all. */
addEventListener("beforeprint", () => {
  const [width, height] = PAPERS[choice.value].map((side) => ((side - 2 * MARGIN) / 25.4) * 96);
  document.documentElement.classList.add("is-printing");
  root().style.setProperty("--paper-width", `${width}px`);
  root().style.setProperty("--paper-height", `${height - 1}px`);
  fit(width, height - 2, { least: 0.1, most: 4 });
});
addEventListener("afterprint", () => {
  document.documentElement.classList.remove("is-printing");
  fitScreen();
});

// --- What is pressed ----------------------------------------------------------------------------------------

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}

function leave() {
  if (root().classList.contains("is-spot")) spotlight(false);
  else if (at >= 0) show(-1);
  else document.querySelector("[data-leave]").click();
}

const KEYS = {
  ArrowRight: () => show(at + 1), PageDown: () => show(at + 1), " ": () => show(at + 1),
  ArrowLeft: () => show(at - 1), PageUp: () => show(at - 1), Home: () => show(-1), End: () => show(heads().length - 1),
  s: () => spotlight(), f: full, p: () => print(), Escape: leave,
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === " " && event.target.closest("button, a")) return;
  const lit = root().classList.contains("is-spot") && { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const work = lit ? () => moveLight(lit) : KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!work) return;
  event.preventDefault();
  work();
});

document.addEventListener("click", ({ target }) => {
  const step = target.closest("[data-step]");
  if (step) show(at + Number(step.dataset.step));
  if (target.closest("[data-spotlight]")) spotlight();
  if (target.closest("[data-full]")) full();
  if (target.closest("[data-print]")) print();
  if (root().classList.contains("is-spot") && target.closest("tr.lane") && !target.closest("a")) light(target.closest("tr.lane"));
});

// The bar steps back while nobody moves.
let rest = 0;
function awake() {
  root().removeAttribute("data-rested");
  clearTimeout(rest);
  rest = setTimeout(() => root().setAttribute("data-rested", ""), 3000);
}
["pointermove", "keydown", "focusin"].forEach((name) => document.addEventListener(name, awake));

addEventListener("resize", fitScreen);
document.fonts.ready.then(fitScreen);
show(-1);
awake();
