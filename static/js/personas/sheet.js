// The sheet of a persona: parts open for typing where they stand, close with Escape, and print as one page.
import { post } from "../page.js";
import { idle, saveAll } from "./autosave.js";
import { toEnd } from "./items.js";

const { htmx } = window;
let focusAt = ""; // id of what is focused after the next swap, or a selector

const field = (root) => root?.querySelector("textarea, input:not([type=hidden], [type=radio], [type=file])");

function focusPart(part, item) {
  const wanted = (item && field(document.getElementById(`item-form-${item}`))) || field(part);
  toEnd(wanted);
}

// Open: by its button, or by a click on its text.
document.addEventListener("click", (event) => {
  const part = event.target.closest("[data-part]:not([data-editing])");
  const open = part?.querySelector("[data-open]");
  if (!open || !getSelection().isCollapsed) return;
  const item = event.target.closest("[data-item]")?.dataset.item ?? "";
  if (event.target.closest("[data-open]")) focusAt = `${part.id} `;
  else if (!event.target.closest("a, button, input, select, textarea, form")) {
    open.click(); // comes by here too
    focusAt = `${part.id} ${item}`;
  }
});

// Done: what was typed is saved first; a part with something unresolved stays open.
export async function close(part) {
  const fresh = part.querySelector("[data-new]");
  saveAll();
  if (fresh && field(fresh)?.value.trim()) fresh.requestSubmit();
  await idle();
  const now = document.getElementById(part.id);
  if (!now || now.querySelector(".conflict, .field__errors")) return;
  now.dispatchEvent(new CustomEvent("draft:discard", { bubbles: true }));
  const done = now.querySelector("[data-close]");
  await htmx.ajax("GET", done.getAttribute("hx-get"), { source: done, target: now, swap: "outerHTML" });
  document.getElementById(`${part.id}-open`)?.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("#sheet [data-close]");
  if (!button || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  close(button.closest("[data-part]"));
}, true);

document.addEventListener("keydown", (event) => {
  const part = event.key === "Escape" && event.target.closest?.("[data-part][data-editing]");
  if (!part || event.defaultPrevented) return;
  event.preventDefault();
  close(part);
});

document.addEventListener("click", (event) => {
  const take = event.target.closest("[data-take]");
  take?.closest("form").dispatchEvent(new CustomEvent("draft:discard", { bubbles: true }));
}, true);

function sheet() {
  return document.getElementById("sheet");
}

/** Read the sheet again; what was open stays open, and `open` with it. */
async function refresh(open = "") {
  saveAll();
  await idle();
  const parts = [...document.querySelectorAll("[data-part][data-editing]")].map((part) => part.dataset.part);
  const url = `${sheet().dataset.sheet}?edit=${[...parts, open].filter(Boolean).join(",")}`;
  if (open) focusAt = `section-${open} `;
  await htmx.ajax("GET", url, { source: sheet().firstElementChild, target: sheet(), swap: "outerHTML" });
}

document.addEventListener("board:refresh", () => refresh());
document.addEventListener("sheet:refresh", ({ detail }) => refresh(detail?.open));

document.addEventListener("htmx:after:swap", () => {
  const name = document.querySelector("#head h2")?.textContent ?? document.getElementById("persona-name")?.value;
  if (name) document.querySelector("[data-persona-name]").textContent = name;
  if (!focusAt) return;
  const [id, item] = focusAt.split(" ");
  const part = document.getElementById(id);
  if (!part?.hasAttribute("data-editing")) return;
  focusAt = "";
  focusPart(part, item);
});

// Undo and redo by mouse; the keys do the same.
document.addEventListener("click", async (event) => {
  const swing = event.target.closest("[data-swing]");
  if (swing) {
    saveAll();
    await idle();
    post(swing.dataset.swing);
  }
  if (event.target.closest("[data-print]")) print();
});

document.addEventListener("persona:saved", ({ detail }) => {
  if (detail.form === "persona-words") document.querySelector("[data-persona-name]").textContent = detail.values.name;
});

