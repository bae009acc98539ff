// Find on this map, or in its outline: what does not match steps back; Enter walks through what does.
import { announce } from "../page.js";
import { board, root } from "./state.js";

const field = document.querySelector("[data-find]");
let hits = [];
let at = -1;

function matches() {
  return [...board().querySelectorAll("[data-item], thead :is(th[data-stage], th[data-of]), .quote, .outline__head, .outline__items > li:not(.outline__blank)")];
}

function find({ quiet = false } = {}) {
  const words = field.value.trim().toLowerCase();
  const all = matches();
  hits = words ? all.filter((node) => node.textContent.toLowerCase().includes(words)) : [];
  at = -1;
  board().classList.toggle("is-finding", Boolean(words));
  all.forEach((node) => node.classList.toggle("is-hit", hits.includes(node)));
  if (words && !quiet) announce(root().dataset.textFound.replace("%s", hits.length));
}

if (field) {
  field.addEventListener("input", find);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && hits.length) {
      event.preventDefault();
      at = (at + (event.shiftKey ? hits.length - 1 : 1)) % hits.length;
      hits[at].scrollIntoView({ block: "center", inline: "center" });
      hits.forEach((node, index) => node.classList.toggle("is-here", index === at));
    }
    if (event.key === "Escape") {
      event.preventDefault();
      const here = hits[at];
      field.value = "";
      find();
      (here ?? root()).focus();
    }
  });
  document.addEventListener("htmx:after:swap", () => { if (field.value) find({ quiet: true }); });
}
