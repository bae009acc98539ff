// The outline: after every change it is read again and morphed in place; open forms stay as they are.
import "./combo.js";
import "./lines.js";

const { htmx } = window;
const outline = () => document.getElementById("outline");
let running = null;

async function load() {
  const focused = document.activeElement?.closest?.("#outline [id]")?.id;
  await htmx.ajax("GET", location.pathname + location.search, { source: outline(), target: outline(), swap: "outerMorph" });
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.querySelector("button, a, input")?.focus();
}

/** Read it again, one reading at a time. A form that somebody types in waits for its own answer. */
function refresh() {
  if (outline().querySelector("form")) return;
  running = (running ?? Promise.resolve()).then(load, load);
}

document.addEventListener("board:refresh", refresh);
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (ctx.request.method === "POST" && ctx.response?.raw.ok) setTimeout(refresh);
});
document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });

document.addEventListener("htmx:after:swap", () => {
  const field = outline().querySelector("form textarea, form input:not([type=hidden])");
  if (field && !outline().querySelector("form").contains(document.activeElement)) {
    field.focus();
    field.setSelectionRange?.(field.value.length, field.value.length);
  }
});

/** Leave a form: what stood there comes back with the next reading. */
function cancel(form) {
  form.dispatchEvent(new CustomEvent("draft:discard", { bubbles: true }));
  const list = form.closest(".outline__lane, section");
  form.remove();
  refresh();
  list?.querySelector("button")?.focus();
}

document.addEventListener("click", (event) => {
  const out = event.target.closest("#outline [data-cancel]");
  if (!out) return;
  event.preventDefault();
  cancel(out.closest("form"));
});
document.addEventListener("keydown", (event) => {
  const form = event.key === "Escape" && !event.defaultPrevented && event.target.closest?.("#outline form");
  if (!form) return;
  event.preventDefault();
  cancel(form);
});
