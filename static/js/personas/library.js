// The library reads itself again when something was undone.
document.addEventListener("board:refresh", () => {
  const list = document.getElementById("library");
  if (list) window.htmx.ajax("GET", location.pathname + location.search, { source: list, target: list, swap: "outerHTML" });
});
