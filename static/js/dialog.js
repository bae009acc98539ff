// Dialogs by attributes: data-dialog-open="<id>" opens, data-dialog-close closes, data-dialog-start is open on arrival.
// An answer with the event `dialog:close` closes the dialog its form is in, after a success.

function open(dialog) {
  if (!dialog || dialog.open) return;
  dialog.showModal();
  dialog.querySelector("[autofocus], input:not([type=hidden]), textarea, select")?.focus();
}

function openOnArrival(root) {
  root.querySelectorAll?.("dialog[data-dialog-start]").forEach((dialog) => {
    dialog.removeAttribute("data-dialog-start"); // once closed it stays closed at the next swap
    open(dialog);
  });
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialogOpen);
    if (!dialog) return;
    event.preventDefault();
    open(dialog);
    return;
  }
  const inside = event.target.closest("dialog");
  if (event.target.closest("[data-dialog-close]")) inside?.close();
  else if (inside && event.target === inside && inside.matches(":modal") && isOutside(inside, event)) inside.close();
});

/** A click on the backdrop counts for the dialog itself; only its position tells. */
function isOutside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

document.addEventListener("dialog:close", (event) => {
  const dialog = event.target.closest?.("dialog") ?? document.querySelector("dialog:modal");
  dialog?.close();
});
document.addEventListener("htmx:after:swap", () => openOnArrival(document));
openOnArrival(document);
