// The drawer beside the map. It has an address of its own; opening and closing only moves the history.
import { root } from "./state.js";

const { htmx } = window;
let opener = "";

const slot = () => document.getElementById("drawer-slot");
const drawer = () => document.getElementById("drawer");

/** The map's own address, in the period that is shown; with `pain`, beside the drawer of that pain point. */
function mapAddress(pain) {
  const asked = new URLSearchParams(location.search);
  asked.delete("tab");
  asked.delete("pain");
  if (pain) asked.set("pain", pain);
  return root().dataset.mapUrl + (asked.size ? `?${asked}` : "");
}

async function open(link) {
  opener = link.closest("[id]")?.id || opener;
  const pain = link.pathname.match(/\/pains\/(\d+)\/$/)?.[1]; // its own address is a page without the map
  const push = pain ? mapAddress(pain) : link.pathname + link.search;
  await htmx.ajax("GET", link.href, { source: link, target: slot(), swap: "innerHTML", push });
  show();
  const title = drawer()?.querySelector("h2");
  if (title) {
    title.tabIndex = -1;
    title.focus();
  }
}

function mark() {
  const shown = drawer()?.dataset.shows;
  document.querySelectorAll("#board .is-selected").forEach((card) => { if (card.id !== shown) card.classList.remove("is-selected"); });
  const card = shown && document.getElementById(shown);
  card?.classList.add("is-selected");
  root().classList.toggle("map-scroll--beside", Boolean(drawer()));
  return card;
}

function show() {
  mark()?.scrollIntoView({ block: "nearest", inline: "center" });
}

function close() {
  const shown = drawer()?.dataset.shows;
  slot().replaceChildren();
  history.pushState({ htmx: true }, "", mapAddress());
  mark();
  (document.getElementById(opener) ?? document.getElementById(shown))?.focus();
}

document.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest(".card__title a, a.card__title, [data-curve] a, a[data-drawer-link]");
  if (link && !event.defaultPrevented) {
    event.preventDefault();
    open(link);
    return;
  }
  if (event.target.closest("[data-drawer-close]")) {
    event.preventDefault();
    close();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !drawer()) return;
  if (document.querySelector(":popover-open, dialog:modal")) return;
  event.preventDefault();
  close();
});

/** Read the drawer again: something in it was changed. */
async function reload() {
  const shown = drawer();
  if (!shown) return;
  const scroll = shown.querySelector(".drawer__body")?.scrollTop ?? 0;
  const focused = shown.contains(document.activeElement) && (document.activeElement.id || "drawer");
  const address = shown.dataset.url ?? location.pathname + location.search;
  await htmx.ajax("GET", address, { source: slot(), target: slot(), swap: "innerHTML" });
  const body = drawer()?.querySelector(".drawer__body");
  if (body) body.scrollTop = scroll;
  mark();
  if (focused && document.activeElement === document.body) (document.getElementById(focused) ?? drawer())?.focus();
}

document.addEventListener("drawer:refresh", reload);
document.addEventListener("drawer:close", () => { if (drawer()) close(); });
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-drawer-refresh]") && drawer()) reload();
});

if (drawer()) show();
document.addEventListener("htmx:after:swap", mark);
