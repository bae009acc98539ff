// A sheet as a page of its own: leaving a form in place reads the sheet again, as the drawer does on the map.
document.addEventListener("click", (event) => {
  const out = event.target.closest("[data-drawer-refresh]");
  if (!out) return;
  event.preventDefault();
  leave(out);
});

document.addEventListener("keydown", (event) => {
  const out = event.key === "Escape" && event.target.closest?.("form")?.querySelector("[data-drawer-refresh]");
  if (!out || event.defaultPrevented) return;
  event.preventDefault();
  leave(out);
});

function leave(out) {
  out.closest("form")?.dispatchEvent(new CustomEvent("draft:discard", { bubbles: true }));
  document.dispatchEvent(new CustomEvent("drawer:refresh"));
}
