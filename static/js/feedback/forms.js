// Forms for words and scores, in the drawer and on their pages: cancel takes a fragment away, and a scale of
// one's own is asked for only when it is chosen.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-form-close]");
  if (!button) return;
  const fragment = button.closest("[data-adding]");
  fragment.querySelectorAll("[data-draft]").forEach((field) => field.dispatchEvent(new CustomEvent("draft:discard", { bubbles: true })));
  fragment.remove();
});

/** Show the fields of one's own scale, or the limits of the chosen one. */
function show(form) {
  const select = form.querySelector("[data-question]");
  const chosen = select.selectedOptions[0];
  const own = select.value === "custom";
  form.querySelector("[data-own-scale]").hidden = !own;
  const value = form.querySelector("[data-value]");
  const [low, high] = own ? ["low", "high"].map((end) => form.elements[end].value) : [chosen.dataset.low, chosen.dataset.high];
  value.min = low;
  value.max = high;
  value.placeholder = low && high ? `${low}–${high}` : "";
}

function showAll() {
  document.querySelectorAll("[data-score-form]").forEach(show);
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-score-form]");
  if (form) show(form);
});
document.addEventListener("htmx:after:swap", showAll);
showAll();
