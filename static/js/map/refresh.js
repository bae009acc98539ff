// When a change moves more than its own fragment, the map is read again and morphed in place.
// Forms that are open in it stay as they are: live/guard.js sees to that, for every swap.
import { board, root } from "./state.js";

const { htmx } = window;
let running = false;
let again = false;

async function load() {
  const focused = document.activeElement?.closest?.("#board [id]")?.id;
  await htmx.ajax("GET", root().dataset.mapUrl + location.search, {
    source: root(), target: board(), swap: "outerMorph", select: "#board",
  });
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
  root().dispatchEvent(new CustomEvent("board:refreshed", { bubbles: true }));
}

/** Read the map again; calls during a reading end in one more. */
export async function refresh() {
  again = true;
  if (running) return;
  running = true;
  try {
    while (again) {
      again = false;
      await load();
    }
  } finally {
    running = false;
  }
}

document.addEventListener("board:refresh", refresh);

// A refused change: what was moved by hand goes back to where the server has it.
document.addEventListener("htmx:response:error", (event) => {
  const { request, response } = event.detail.ctx;
  if (request.method === "POST" && /\/(move|items)\/$/.test(request.action) && response.status !== 401) refresh();
});
