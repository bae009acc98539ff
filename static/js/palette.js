// Ctrl+K: the palette. Arrows choose, Enter goes there, Esc closes; the list is the server's.
const dialog = () => document.getElementById("palette");
const field = () => dialog()?.querySelector("[data-palette-field]");
const options = () => [...(dialog()?.querySelectorAll('[role="option"]:not([aria-disabled])') ?? [])];
const chosen = () => options().find((option) => option.getAttribute("aria-selected") === "true");

function choose(option) {
  options().forEach((other) => other.setAttribute("aria-selected", String(other === option)));
  if (option) field().setAttribute("aria-activedescendant", option.id);
  else field().removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function open() {
  if (dialog().open) return;
  document.querySelectorAll(":popover-open").forEach((menu) => menu.hidePopover());
  dialog().showModal();
  field().focus();
  field().select();
  field().dispatchEvent(new CustomEvent("palette:open"));
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
    if (!dialog() || document.querySelector("dialog:modal:not(#palette)")) return;
    event.preventDefault();
    open();
    return;
  }
  if (event.target !== field()) return;
  const all = options();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length) {
    event.preventDefault();
    choose(all[(all.indexOf(chosen()) + step + all.length) % all.length]);
  } else if (event.key === "Enter") {
    event.preventDefault();
    chosen()?.click();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-palette-open]")) setTimeout(open);
});
document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx?.target?.id === "palette-list") choose(options()[0]);
});
