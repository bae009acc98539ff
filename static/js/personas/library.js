// The library answers while one types, and reads itself again when something was undone.
let timer = 0;

function find(form) {
  clearTimeout(timer);
  form.requestSubmit();
}

document.addEventListener("input", ({ target: { form, type } }) => {
  if (!form?.matches("[data-library-find]")) return;
  clearTimeout(timer);
  timer = setTimeout(() => form.isConnected && find(form), type === "search" ? 250 : 0);
});

document.addEventListener("board:refresh", () => {
  const list = document.getElementById("library");
  if (list) window.htmx.ajax("GET", location.pathname + location.search, { source: list, target: list, swap: "outerHTML" });
});
