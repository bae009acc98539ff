// Copy buttons: data-copy="<selector of a field>", data-copied="what to say". Hidden until there are scripts.
import { showToast } from "./toast.js";

function show() {
  document.querySelectorAll("[data-copy][hidden]").forEach((button) => { button.hidden = false; });
}

async function copy(field) {
  if (navigator.clipboard) return navigator.clipboard.writeText(field.value);
  field.select(); // plain http: the browser has no clipboard for us but the old command
  return document.execCommand("copy");
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await copy(document.querySelector(button.dataset.copy));
  showToast({ text: button.dataset.copied });
});

document.addEventListener("htmx:after:swap", show);
show();
