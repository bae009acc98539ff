// Stages that one person does not want to see: their columns go, and the curve closes the gap.
import { board } from "./state.js";

const sheet = new CSSStyleSheet();
let written = ""; // writing it anew, even the same, has every element of the page styled again
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

/** Hide the columns of these stages (ids), show all others. */
export function hideStages(ids) {
  const heads = [...board().querySelectorAll("thead th[data-stage]")];
  const hidden = heads.map((head) => ids.includes(head.dataset.stage));
  const shown = hidden.filter((one) => !one).length;
  if (!shown) hidden.fill(false);
  const any = shown && shown < heads.length;
  const wanted = any ? rules(heads, hidden) : "";
  if (wanted !== written) sheet.replaceSync(wanted);
  written = wanted;
  const columns = heads.flatMap(({ colSpan }, index) => Array(colSpan).fill(hidden[index]));
  span(columns.filter((one) => !one).length || 1);
  const figure = board().querySelector("[data-curve]");
  if (figure) close(figure, any ? columns : []);
}

/** What is left keeps its number: a stage behind hidden ones counts them too. */
function rules(heads, hidden) {
  let gap = 0;
  const left = heads.reduce((sum, { colSpan }, index) => sum + (hidden[index] ? 0 : colSpan), 0);
  const found = [`#board { --stages: ${left} !important; }`];
  heads.forEach((head, index) => {
    const { stage } = head.dataset;
    const own = `#board :is(#stage-${stage}, th[data-of="${stage}"], td[id$="-${stage}"], td[id*="-${stage}_"])`;
    if (hidden[index]) {
      gap += 1;
      found.push(`${own} { display: none; }`);
    } else if (gap) {
      found.push(`#board :is(#stage-${stage}, .lane--steps td[id$="-${stage}"], .lane--steps td[id*="-${stage}_"]:not([data-later])) { counter-increment: stage ${gap + 1}; }`);
      gap = 0;
    }
  });
  return found.join("\n");
}

function span(count) {
  const columns = board().querySelector("col[span]");
  if (columns && columns.span !== count) columns.span = count;
  board().querySelectorAll("td[colspan]:not([id])").forEach((cell) => { if (cell.colSpan !== count) cell.colSpan = count; });
}

/** Cut the hidden columns out of the picture: each run of visible ones is a window on it of its own. */
function close(figure, hidden) {
  figure.querySelectorAll("[data-window]").forEach((copy) => copy.remove());
  const picture = figure.querySelector("svg");
  picture.style.opacity = hidden.length ? 0 : ""; // its hatches are still used
  const shown = hidden.filter((one) => !one).length;
  for (const point of figure.querySelectorAll("[style*='--x']")) {
    if (!hidden.length) {
      point.style.left = "";
      point.hidden = false;
      continue;
    }
    const at = Math.min(0.9999, Number.parseFloat(point.style.getPropertyValue("--x")) / 100) * hidden.length;
    const index = Math.floor(at);
    point.hidden = hidden[index];
    const before = hidden.slice(0, index).filter((one) => !one).length;
    point.style.left = `${((before + at - index) / shown) * 100}%`;
  }
  runs(hidden).forEach(({ from, to, left }) => figure.prepend(windowOn(picture, from / hidden.length, to / hidden.length, left / shown, (to - from) / shown)));
}

/** Neighbouring visible columns: from (with) and to (without), and how many visible ones stand before. */
function runs(hidden) {
  const found = [];
  let left = 0;
  hidden.forEach((gone, index) => {
    if (gone) return;
    const last = found.at(-1);
    if (last?.to === index) last.to += 1;
    else found.push({ from: index, to: index + 1, left });
    left += 1;
  });
  return found;
}

function windowOn(picture, from, to, left, width) {
  const copy = picture.cloneNode(true);
  const [, , across, down] = picture.getAttribute("viewBox").split(" ").map(Number);
  copy.querySelector("defs")?.remove();
  copy.setAttribute("viewBox", `${from * across} 0 ${(to - from) * across} ${down}`);
  copy.setAttribute("data-window", "");
  copy.style.cssText = `inset: 0 auto 0 ${left * 100}%; inline-size: ${width * 100}%; overflow: hidden;`;
  return copy;
}
