// Imports: a file that is too large is refused before it is sent, and of the plan only what matters is shown.

document.addEventListener("change", (event) => {
  const file = event.target.closest("[data-upload] input[type=file]");
  if (file) {
    const tooLarge = (file.files[0]?.size ?? 0) > file.dataset.mostMb * 1024 * 1024;
    file.setCustomValidity(tooLarge ? file.dataset.tooLarge : "");
    file.reportValidity();
  }
  const plan = event.target.closest("[data-plan]");
  if (plan) show(plan);
});

/** Hide the fields that the choices made so far leave without a meaning. */
function show(plan) {
  const roles = new Set([...plan.querySelectorAll("[data-role]")].map((select) => select.value));
  const place = plan.querySelector("[data-place]").value;
  const names = (text) => (text ?? "").split(" ").filter(Boolean);
  const has = (role) => roles.has(role);
  for (const part of plan.querySelectorAll("[data-if-place], [data-if-no], [data-if-any]")) {
    const { ifPlace = place, ifNo, ifAny } = part.dataset;
    part.hidden = ifPlace !== place || names(ifNo).some(has) || (Boolean(ifAny) && !names(ifAny).some(has));
  }
  for (const row of plan.querySelectorAll("[data-column]")) {
    const role = row.querySelector("[data-role]").value;
    for (const part of row.querySelectorAll("[data-if-role]")) part.hidden = !names(part.dataset.ifRole).includes(role);
    for (const part of row.querySelectorAll("[data-if-kind]")) part.hidden = part.dataset.ifKind !== row.querySelector("[data-kind]").value;
  }
}

const showAll = () => document.querySelectorAll("[data-plan]").forEach(show);
document.addEventListener("htmx:after:swap", showAll);
showAll();
