// When a change moves more than its own fragment, the map (its outline, its presentation) is read again and
// morphed in place.
// Forms that are open in it stay as they are: live/guard.js sees to that, for every swap.
import { cellOf, enter, itemsIn, root, shown } from "./state.js";

const { htmx } = window;
let running = null;
let again = false;

async function load() {
  const { activeElement } = document;
  const focused = activeElement?.closest?.("#board [id], #outline [id]")?.id;
  const cell = cellOf(activeElement);
  const index = cell ? itemsIn(cell).indexOf(activeElement) : 0;
  await htmx.ajax("GET", root().dataset.mapUrl + location.search, {
    source: root(), target: shown(), swap: "outerMorph", select: `#${shown().id}`,
  });
  if (focused && document.activeElement === document.body) {
    const node = document.getElementById(focused);
    if (node) focus(node);
    else enter(document.getElementById(cell?.id), index); // it has gone: its neighbour
  }
  root().dispatchEvent(new CustomEvent("board:refreshed", { bubbles: true }));
}

/** Back to where the keyboard was; in the outline that is a button or a field in it. */
function focus(node) {
  node?.focus();
  if (node && document.activeElement !== node) node.querySelector("button, a, input")?.focus();
}

async function run() {
  while (again) {
    again = false;
    await load();
  }
}

/** Read the map again; calls during a reading end in one more. */
export function refresh() {
  again = true;
  running ??= run().finally(() => { running = null; });
  return running;
}

document.addEventListener("board:refresh", refresh);

// A refused change: what was moved by hand goes back to where the server has it.
document.addEventListener("htmx:response:error", (event) => {
  const { request, response } = event.detail.ctx;
  if (request.method === "POST" && /\/(move|items)\/$/.test(request.action) && response.status !== 401) refresh();
});
