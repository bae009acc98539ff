// Forms in the heads of stages, steps and lanes: new steps are named at once, and the keyboard comes back to the
// head when its form has gone.
import { refresh } from "./refresh.js";
import { address, board } from "./state.js";

const { htmx } = window;

document.addEventListener("steps:name", async ({ detail }) => {
  await refresh();
  for (const id of detail.steps) {
    const target = document.querySelector(`#step-${id} [data-step-head]`);
    if (target && !target.querySelector("form")) await htmx.ajax("GET", address("step", id, "edit"), { source: target, target, swap: "innerHTML" });
  }
  const first = document.querySelector(`#step-${detail.steps[0]} input:not([type=hidden])`);
  first?.focus();
  first?.select();
});

/** To the next head that still waits for its name, else to the menu of this one. */
export function leave(id) {
  if (document.activeElement !== document.body) return;
  const next = board().querySelector("[data-step-head] [data-head-form] input:not([type=hidden])");
  (next ?? document.getElementById(id)?.querySelector("button"))?.focus();
  next?.select();
}

document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  const form = ctx?.sourceElement?.closest?.("#board [data-head-form]");
  const home = form?.contains(document.activeElement) && form.closest("th")?.id;
  if (home) document.addEventListener("board:refreshed", () => leave(home), { once: true });
});
