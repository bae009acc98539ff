// A list in which somebody works row by row is not moved under their hands. Rows that others changed are drawn anew in
// their places, rows that went are marked, and new ones are offered by a bar: "3 new · Show".
import { announce, fromTemplate } from "../page.js";

const { htmx } = window;
const bar = document.getElementById("live-news");
const part = () => document.querySelector("[data-live-rows]");
const rowsOf = (root) => [...root.querySelectorAll("ol > li[id]")];
const isOpen = (row) => Boolean(row.querySelector("form"));
const withId = (root, id) => root.querySelector(`[id="${CSS.escape(id)}"]`);
const served = new Map(part() ? rowsOf(part()).map((row) => [row.id, row.outerHTML]) : []); // id → as the server drew it

async function fetchPart() {
  const address = part().getAttribute("hx-get");
  const answer = await fetch(address, { headers: { "HX-Request": "true" }, cache: "no-store" });
  if (!answer.ok || answer.redirected) throw new Error(`list: ${answer.status}`);
  return answer.text();
}

function parse(html) {
  const made = document.createElement("div");
  made.innerHTML = html;
  return made;
}

/** In its place; its box stays chosen and the keyboard stays in it. */
async function draw(row, html) {
  if (isOpen(row) || served.get(row.id) === html) return;
  served.set(row.id, html);
  await htmx.swap({ text: html, sourceElement: row, target: row, swap: "outerMorph" });
  row.classList.add("is-updated");
  setTimeout(() => row.classList.remove("is-updated"), 2400);
}

function markGone(row) {
  if (row.hasAttribute("data-gone")) return;
  row.toggleAttribute("data-gone", true);
  served.delete(row.id);
  row.append(fromTemplate("row-gone-template"));
}

/** Rows of one list that the other has not; where that has a further page, those at the end may stand there. */
function missing(list, other) {
  const rows = rowsOf(list);
  const ids = new Set(rowsOf(other).map(({ id }) => id));
  const goesOn = other.querySelector("nav a[href*='after=']");
  const end = goesOn ? rows.findLastIndex(({ id }) => ids.has(id)) : rows.length;
  return rows.filter(({ id }, at) => !ids.has(id) && at < end);
}

function offer(fresh, gone) {
  const { textNew, textGone } = bar.dataset;
  const said = [[fresh, textNew], [gone, textGone]].filter(([count]) => count).map(([count, text]) => text.replace("%s", count)).join(", ");
  const count = bar.querySelector("[data-count]");
  if (count.textContent !== said) count.textContent = said;
  bar.classList.toggle("is-shown", Boolean(said));
}

/** Look what the list is now, and show as much of it as moves nothing. */
export async function readRows() {
  const html = await fetchPart();
  const fresh = parse(html);
  // Numbers beside the list, which move nothing.
  for (const beside of fresh.querySelectorAll("[hx-swap-oob]")) withId(document, beside.id)?.replaceChildren(...beside.childNodes);
  const [theirs, mine] = [rowsOf(fresh), rowsOf(part())];
  if (!mine.length || !theirs.length) {
    await (isUntouched() ? show(html) : offer(theirs.length, mine.length));
    return;
  }
  for (const row of theirs) {
    const here = withId(part(), row.id);
    if (here) await draw(here, row.outerHTML);
  }
  const gone = missing(part(), fresh);
  gone.forEach(markGone);
  const nav = fresh.querySelector(".tabs");
  if (nav && part().querySelector(".tabs")) await htmx.swap({ text: nav.outerHTML, sourceElement: part(), target: part().querySelector(".tabs"), swap: "outerMorph" });
  offer(missing(fresh, part()).length, gone.length);
}

const isUntouched = () => !rowsOf(part()).some((row) => isOpen(row) || row.contains(document.activeElement) || row.querySelector(":checked"));

async function show(html) {
  const known = new Set(rowsOf(part()).map(({ id }) => id));
  await htmx.swap({ text: html, sourceElement: part(), target: part(), swap: "innerMorph" });
  offer(0, 0);
  return rowsOf(part()).find(({ id }) => !known.has(id));
}

bar?.querySelector("[data-show]").addEventListener("click", async () => {
  const said = bar.querySelector("[data-count]").textContent;
  const html = await fetchPart().catch(() => "");
  if (!html) return; // the bar stays, for another try
  const first = await show(html);
  const row = first ?? rowsOf(part())[0];
  row?.scrollIntoView({ block: "nearest" });
  (row?.hasAttribute("tabindex") ? row : row?.querySelector("a, button"))?.focus({ preventScroll: true });
  announce(said);
});

// Whenever the whole list is swapped, after a write of one's own too: an open form stays, and so does what is chosen.
let chosen = [];
document.addEventListener("htmx:before:swap", ({ detail: { tasks } }) => {
  const task = tasks.find(({ target }) => target === part());
  if (!task) return;
  chosen = rowsOf(part()).filter((row) => row.querySelector("input:checked")).map(({ id }) => id);
  for (const row of rowsOf(part())) {
    row.toggleAttribute("hx-morph-skip", isOpen(row));
    if (isOpen(row) && !withId(task.fragment, row.id)) leaveSpace(task.fragment, row);
  }
  rowsOf(task.fragment).forEach((row) => served.set(row.id, row.outerHTML));
});
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (!part()?.contains(ctx.target) && ctx.target !== part()) return;
  rowsOf(part()).filter((row) => row.hasAttribute("hx-morph-skip") && !isOpen(row)).forEach((row) => row.removeAttribute("hx-morph-skip"));
  for (const id of chosen) {
    const box = withId(part(), id)?.querySelector("input[type=checkbox]");
    if (box) box.checked = true;
  }
  chosen = [];
});

/** An empty row stands in the new list for one whose form is open. */
function leaveSpace(fragment, row) {
  const list = fragment.querySelector("ol");
  if (!list) return;
  const space = document.createElement("li");
  space.id = row.id;
  const ahead = row.previousElementSibling && withId(list, row.previousElementSibling.id);
  if (ahead) ahead.after(space);
  else list.prepend(space);
}
