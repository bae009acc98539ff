// Going along with somebody, and asking everyone to come. Who goes along stops by scrolling, typing or Escape.
import { announce, isTyping } from "../page.js";
import { cellOf, placeOf, root } from "../map/state.js";
import { showToast } from "../toast.js";
import { emit, on } from "./bus.js";
import { keepSaying, say } from "./voice.js";

const LOOKED = 250; // after scrolling
const me = Number(document.body.dataset.person);
const map = Number(root().dataset.map);
const words = document.getElementById("live-words").dataset;
const bar = document.getElementById("follow-bar");
let leader = null;
let followers = 0;

export const followed = () => leader?.id ?? null;

/** Begin to follow this person, or stop. */
export function toggleFollow(person) {
  leader = leader?.id === person.id ? null : person;
  keepSaying({ follow: followed() });
  bar.classList.toggle("is-shown", Boolean(leader));
  if (leader) bar.querySelector("[data-name]").textContent = words.following.replace("%s", leader.name);
  announce(leader ? bar.querySelector("[data-name]").textContent : words.stopped);
  emit("following");
}

function stop() {
  if (leader) toggleFollow(leader);
}

/** Who has left is not followed any more. */
export function setPeople(others) {
  if (leader && !others.some(({ id }) => id === leader.id)) stop();
}

function goTo(at) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  document.getElementById(at)?.scrollIntoView({ block: "center", inline: "center", behavior: calm ? "instant" : "smooth" });
}

on("focus", ({ map: on_, person, at }) => { if (on_ === map && person === followed()) goTo(at); });

const own = (event) => { if (leader && !event.target.closest?.("#follow-bar, #people-menu")) stop(); };
for (const kind of ["wheel", "touchmove", "keydown"]) document.addEventListener(kind, own, { passive: true, capture: true });
root().addEventListener("pointerdown", own); // the scroll bar too
bar.querySelector("button").addEventListener("click", stop);

// --- Being followed -----------------------------------------------------------------------------------

let busyWith = ""; // the last place on the board that had the focus: opening the list of people takes it away

document.addEventListener("focusin", ({ target }) => {
  busyWith = target.closest("#board [id], #outline [id]")?.id ?? busyWith;
});

/** What has or had the focus, if it can still be seen. */
function focusedPlace(box) {
  const place = document.getElementById(busyWith);
  const { top, bottom } = place?.getBoundingClientRect() ?? {};
  return place && top < box.bottom && bottom > box.top ? place : null;
}

/** Where one is: what has the focus, or what stands in the middle. */
function here() {
  const { left, width, top, bottom } = root().getBoundingClientRect();
  const seen = { top: Math.max(0, top), bottom: Math.min(innerHeight, bottom) };
  const focused = focusedPlace(seen);
  const middle = document.elementFromPoint(left + width / 2, (seen.top + seen.bottom) / 2);
  return (focused ?? middle?.closest("#board :is(td, th, tr)[id], #outline [id]"))?.id ?? "";
}

let looking = 0;
let told = "";

function look() {
  clearTimeout(looking);
  if (!followers) return;
  looking = setTimeout(() => {
    const at = here();
    if (!at || at === told) return;
    told = at;
    say({ at });
  }, LOOKED);
}

on("followed", ({ map: on_, by }) => {
  if (on_ !== map) return;
  if (by > followers) told = ""; // somebody new wants to know
  followers = by;
  look();
});
document.addEventListener("scroll", look, { passive: true, capture: true }); // of the board, or of the page
document.addEventListener("focusin", look);

// --- Everyone, please ---------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-come]")) return;
  document.getElementById("people-menu").hidePopover();
  say({ come: here() });
  showToast({ text: words.asked });
});

function stageOf(at) {
  const node = document.getElementById(at);
  const cell = cellOf(node);
  const head = cell ? document.getElementById(`stage-${placeOf(cell).stage}`) : node?.closest("th[data-stage]");
  return head?.querySelector(".stage__name")?.textContent ?? "";
}

on("come", ({ map: on_, person, name, at }) => {
  if (on_ !== map || person === me) return;
  const stage = stageOf(at);
  const text = (stage ? words.come : words.comeHere).replace("%(name)s", name).replace("%(stage)s", stage);
  const busy = isTyping(document.activeElement);
  if (!busy) goTo(at);
  showToast({ text, action: busy ? { label: words.goThere, run: () => goTo(at) } : null });
});
