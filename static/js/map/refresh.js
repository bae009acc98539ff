// When a change moves more than its own fragment, the map is read again and morphed in place.
// Forms somebody types in are left alone: open ones stay, those for new cards are carried over.
import { board, root } from "./state.js";

const { htmx } = window;
let running = false;
let again = false;

function carry() {
  const kept = [...board().querySelectorAll("[data-adding]")].map((form) => ({
    form,
    cell: form.closest("td").id,
    focus: form.contains(document.activeElement) ? document.activeElement : null,
  }));
  // A stage's or lane's head that somebody types in stays as it is.
  board().querySelectorAll("[data-head-form]").forEach((form) => form.closest("th").setAttribute("hx-morph-skip", ""));
  board().querySelectorAll("th[hx-morph-skip]").forEach((head) => {
    if (!head.querySelector("[data-head-form]")) head.removeAttribute("hx-morph-skip");
  });
  return () => kept.forEach(({ form, cell, focus }) => {
    const list = document.getElementById(cell)?.querySelector("ol");
    if (!list || list.contains(form)) return;
    list.append(form);
    focus?.focus();
  });
}

async function load() {
  const restore = carry();
  const focused = document.activeElement?.closest?.("#board [id]")?.id;
  await htmx.ajax("GET", root().dataset.mapUrl + location.search, {
    source: root(), target: board(), swap: "outerMorph", select: "#board",
  });
  restore();
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
  if (request.method === "POST" && /\/move\/$/.test(request.action) && response.status !== 401) refresh();
});
