// Several lines in the form of a new card, as after a paste: a button offers a card for each of them.
const MOST = 50;

document.addEventListener("input", (event) => {
  const button = event.target.closest?.("form")?.querySelector("[data-split]");
  if (!button || event.target.name !== "text") return;
  const lines = event.target.value.split("\n").filter((line) => line.trim());
  button.hidden = lines.length < 2;
  if (lines.length > 1) button.textContent = button.dataset.text.replace("%s", Math.min(lines.length, MOST));
});
