// Soft locks: a card somebody edits is outlined with their name; who moves or removes it is asked first.
import { ask } from "../confirm.js";
import { fromTemplate } from "../page.js";
import { board } from "../map/state.js";

const words = () => document.getElementById("live-words").dataset;
let busy = new Map(); // id of what is edited → person

/** Others, as the server tells. */
export function setBusy(people) {
  busy = new Map(people.filter(({ editing }) => editing).map((person) => [person.editing, person]));
  drawLocks();
}

/** What the outline goes round: the card, or the words of a head. */
const frameOf = (node) => node.querySelector("[data-stage-head], [data-step-head], [data-lane-head]") ?? node;

export function drawLocks() {
  const wanted = new Map();
  for (const [id, person] of busy) {
    const node = document.getElementById(id);
    if (node && board().contains(node)) wanted.set(frameOf(node), person);
  }
  board().querySelectorAll(".being-edited").forEach((frame) => { if (!isFor(frame, wanted.get(frame))) clear(frame); });
  for (const [frame, person] of wanted) if (!frame.matches(".being-edited") || !frame.querySelector("[data-live-who]")) outline(frame, person);
}

function isFor(frame, person) {
  return person && frame.querySelector("[data-live-who]")?.dataset.liveWho === String(person.id);
}

function clear(frame) {
  frame.classList.remove("being-edited", ...[1, 2, 3, 4, 5, 6].map((hue) => `person-${hue}`));
  frame.querySelectorAll("[data-live-who], [data-live-lock]").forEach((part) => part.remove());
}

function outline(frame, person) {
  clear(frame);
  frame.classList.add("being-edited", `person-${person.hue}`);
  const sign = fromTemplate("live-editing-template");
  sign.dataset.liveWho = person.id;
  sign.querySelector(".avatar").textContent = person.initials;
  sign.querySelector(".avatar").classList.add(`person-${person.hue}`);
  sign.querySelector("[data-name]").textContent = person.name;
  frame.append(sign);
  const form = frame.querySelector("form");
  if (!form) return;
  const note = fromTemplate("live-lock-template"); // opened anyway: the server merges or shows both texts
  note.textContent = note.textContent.replace("%s", person.name);
  form.append(note);
}

/** May one move ("move") or remove ("remove") this? Asks when somebody edits it. */
export async function mayTouch(id, what) {
  return busy.has(id) ? ask(...question(id, what)) : true;
}

/** The question and the name of its yes. */
function question(id, what) {
  const { askRemove, askRemoveHead, askMove, askMoveHead, yesRemove, yesMove } = words();
  const head = !id.startsWith("card-");
  const text = what === "remove" ? (head ? askRemoveHead : askRemove) : head ? askMoveHead : askMove;
  return [text.replace("%s", busy.get(id).name), what === "remove" ? yesRemove : yesMove];
}

/** What a request of a menu is about to do to a thing that somebody edits: [id, "move" | "remove"], or nothing. */
function harm({ sourceElement, request: { action, body, method } }) {
  if (method !== "POST" || sourceElement === document.body) return null; // whoever posts for the body has asked
  const [, kind, id, verb] = action.match(/\/(card|stage|lane)s\/(\d+)\/(move|remove)\/$/) ?? [];
  if (kind) return [`${kind}-${id}`, verb];
  const all = /\/items\/$/.test(action) && ["move", "remove"].includes(body?.get("do"));
  return all ? [body.get("items").split(" ").find((one) => busy.has(one)), body.get("do")] : null;
}

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const [id, what] = harm(ctx) ?? [];
  if (!busy.has(id)) return;
  const [text, yes] = question(id, what);
  ctx.confirm = text;
  ctx.sourceElement.dataset.confirmYes = yes;
});

document.addEventListener("htmx:after:swap", () => { if (board()) drawLocks(); });
