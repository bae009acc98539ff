// Type-ahead: the list under a field. Arrows choose, Enter takes, Esc closes; a chosen name is sent by its id.
const parts = (node) => {
  const form = node.closest("[data-combo]");
  return form && {
    form,
    field: form.querySelector("[data-combo-field]"),
    value: form.querySelector("[data-combo-value]"),
    list: form.querySelector("[data-combo-options]"),
    fresh: form.querySelector("[data-combo-new]"),
  };
};

const options = (list) => [...list.querySelectorAll('[role="option"]:not([aria-disabled])')];

function expand({ field, list }) {
  field.setAttribute("aria-expanded", String(options(list).length > 0));
  field.removeAttribute("aria-activedescendant");
}

function highlight({ field, list }, option) {
  options(list).forEach((other) => other.setAttribute("aria-selected", String(other === option)));
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function take(combo, option) {
  combo.field.value = option.dataset.name;
  combo.value.value = option.dataset.value;
  combo.fresh.hidden = true;
  combo.list.replaceChildren();
  expand(combo);
}

document.addEventListener("input", (event) => {
  const combo = event.target.matches?.("[data-combo-field]") && parts(event.target);
  if (!combo) return;
  combo.value.value = "";
  combo.fresh.hidden = false;
});

document.addEventListener("htmx:after:swap", (event) => {
  const list = event.detail.ctx?.target;
  if (list?.matches?.("[data-combo-options]")) expand(parts(list));
});

document.addEventListener("keydown", (event) => {
  const combo = event.target.matches?.("[data-combo-field]") && parts(event.target);
  if (!combo) return;
  const all = options(combo.list);
  const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (all.length) highlight(combo, all[(at + (event.key === "ArrowDown" ? 1 : all.length + Math.min(at, 0))) % all.length] ?? all[0]);
  } else if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    take(combo, all[at]);
  } else if (event.key === "Escape" && all.length) {
    event.preventDefault();
    event.stopPropagation();
    combo.list.replaceChildren();
    expand(combo);
  }
}, true);

document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.('[data-combo-options] [role="option"]:not([aria-disabled])');
  if (!option) return;
  event.preventDefault(); // the field keeps the focus
  take(parts(option), option);
});
