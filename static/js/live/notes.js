// Beside an open form: what others did meanwhile to the card it is about, and what one can do about it.
import { fromTemplate } from "../page.js";
import { speak } from "./announce.js";
import { on } from "./bus.js";
import { textOf } from "./text.js";

let changes = [];
on("before", (event) => { changes = event.changes; });
on("applied", () => { changes = []; });

/** Who did it, if the stream says so. */
function who(id) {
  const words = document.getElementById("live-words").dataset;
  return changes.findLast(({ target }) => target === id)?.name ?? words.somebody;
}

function put(holder, note) {
  holder.querySelector("[data-live-note]")?.remove();
  holder.querySelector("form").append(note);
  speak(note.querySelector("[data-who]").textContent);
}

/** Both texts, and the choice. Whatever is chosen, the server merges words that do not meet. */
export function noteChanged(holder, news) {
  const form = holder.querySelector("form");
  const { base, text } = form.elements;
  const theirs = textOf(news);
  if (!base || !text || theirs === base.value || theirs === text.value || form.querySelector(".conflict:not([data-live-note])")) return;
  const note = fromTemplate("live-changed-template");
  const sentence = note.querySelector("[data-who]");
  sentence.textContent = sentence.textContent.replace("%s", who(holder.id));
  note.querySelector("[data-theirs]").textContent = theirs;
  note.querySelector("[data-mine]").textContent = text.value;
  text.addEventListener("input", () => { note.querySelector("[data-mine]").textContent = text.value; });
  note.querySelector("[data-live-mine]").addEventListener("click", () => {
    base.value = theirs; // now it is typed over theirs, knowingly
    note.remove();
    text.focus();
  });
  put(holder, note);
}

/** Saving puts it back; leaving takes the form away. */
export function noteRemoved(holder) {
  if (holder.dataset.removed !== undefined) return;
  holder.dataset.removed = "";
  const note = fromTemplate("live-removed-template");
  const sentence = note.querySelector("[data-who]");
  sentence.textContent = sentence.textContent.replace("%s", who(holder.id));
  put(holder, note);
}
