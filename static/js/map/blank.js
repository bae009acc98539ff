// A cell says that it is blank until something is in it. By a class, because `:has()` in the styles would have
// all cells of a large map styled anew at each change of the page.
const board = document.getElementById("board");

new MutationObserver((records) => {
  for (const { target } of records) {
    if (!target.matches("td > .cell")) continue;
    target.parentNode.classList.toggle("is-blank", target.children.length === 1 && target.firstElementChild.matches(".blank"));
  }
}).observe(board, { childList: true, subtree: true });
