// Who is on this map: faces in the top bar, and a list of them with what they edit.
import { fromTemplate } from "../page.js";
import { board, root } from "../map/state.js";
import { on } from "./bus.js";
import { followed, setPeople, toggleFollow } from "./follow.js";
import { setBusy } from "./locks.js";
import { textOf } from "./text.js";

const FACES = 5;
const me = Number(document.body.dataset.person);
const map = Number(root().dataset.map);
const words = document.getElementById("live-words").dataset;
const button = document.getElementById("people");
const list = document.getElementById("people-list");
let people = [];
let watching = 0;
let drawn = "";

function face({ initials, hue }) {
  const node = fromTemplate("live-face-template");
  node.textContent = initials;
  node.classList.add(`person-${hue}`);
  return node;
}

function more(count) {
  const node = fromTemplate("live-face-template");
  node.textContent = `+${count}`;
  node.classList.add("avatar--more");
  return node;
}

function drawFaces() {
  const shown = people.slice(0, people.length > FACES || watching > FACES ? FACES - 1 : FACES);
  const rest = Math.max(watching, people.length) - shown.length;
  const count = fromTemplate("live-count-template");
  count.textContent = words.here.replace("%s", Math.max(watching, people.length));
  button.replaceChildren(...shown.map(face), ...(rest > 0 ? [more(Math.min(rest, 99))] : []), count);
  button.hidden = people.length < 2;
}

function doing({ editing }) {
  const node = editing && board().querySelector(`[id="${CSS.escape(editing)}"]`);
  if (!node) return editing ? words.editing : words.looking;
  const text = node.querySelector("textarea")?.defaultValue ?? textOf(node);
  return words.editingWhat.replace("%s", text.length > 40 ? `${text.slice(0, 39)}…` : text);
}

function drawList() {
  const focused = document.activeElement?.closest("#people-list [data-person]")?.dataset.person;
  list.replaceChildren(...people.map((person) => {
    const row = fromTemplate("live-person-template");
    row.dataset.person = person.id;
    row.prepend(face(person));
    row.querySelector("[data-name]").textContent = person.id === me ? words.you.replace("%s", person.name) : person.name;
    row.querySelector("[data-doing]").textContent = doing(person);
    const follow = row.querySelector("[data-follow]");
    if (person.id === me) follow.remove();
    else {
      follow.setAttribute("aria-pressed", String(followed() === person.id));
      follow.setAttribute("aria-label", `${follow.textContent.trim()} ${person.name}`);
    }
    return row;
  }));
  if (focused) list.querySelector(`[data-person="${focused}"] button`)?.focus();
}

function draw() {
  const now = JSON.stringify([people, watching, followed()]);
  if (now === drawn) return;
  drawn = now;
  drawFaces();
  drawList();
}

on("presence", (said) => {
  if (said.map !== map) return;
  const others = said.people.filter(({ id }) => id !== me);
  people = [...others, ...said.people.filter(({ id }) => id === me)];
  watching = said.watching;
  setBusy(others);
  setPeople(others);
  draw();
});

on("following", draw);
list.addEventListener("click", (event) => {
  const row = event.target.closest("[data-follow]")?.closest("[data-person]");
  const person = row && people.find(({ id }) => id === Number(row.dataset.person));
  if (!person) return;
  toggleFollow(person);
  document.getElementById("people-menu").hidePopover();
});
