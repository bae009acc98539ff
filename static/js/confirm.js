// "Are you sure?" for what cannot be undone: data-confirm="…" on a form, button or link, or hx-confirm.
// Whatever can be undone is done at once and offers Undo instead. data-confirm-yes names the button.

const dialog = document.getElementById("confirm");

/** Resolves to true when the answer is yes; `yes` names the button. */
export function ask(text, yes) {
  dialog.querySelector("[data-confirm-text]").textContent = text;
  const button = dialog.querySelector("[data-confirm-yes]");
  button.textContent = yes || button.dataset.label;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

document.addEventListener("htmx:confirm", async (event) => {
  const { ctx, issueRequest, dropRequest } = event.detail;
  event.preventDefault();
  const yes = ctx.sourceElement.dataset.confirmYes;
  if (await ask(ctx.confirm, yes)) issueRequest();
  else dropRequest();
});

let agreed = null;

async function guard(event, element, again) {
  if (agreed === element) {
    agreed = null;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await ask(element.dataset.confirm, element.dataset.confirmYes))) return;
  agreed = element;
  again();
  agreed = null;
}

// On capture, so that neither htmx nor the double-submit guard sees the event before the answer.
document.addEventListener("submit", (event) => {
  const element = event.submitter?.closest("[data-confirm]") ?? event.target.closest("form[data-confirm]");
  if (element) guard(event, element, () => event.target.requestSubmit(event.submitter));
}, true);

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-confirm]");
  if (link) guard(event, link, () => link.click());
}, true);
