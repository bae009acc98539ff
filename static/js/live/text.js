/** The words of a card or a head, without what stands beside them. */
export function textOf(node) {
  const copy = (node.querySelector(".stage__name, .step__name, .lane-label__name, .card__title") ?? node).cloneNode(true);
  copy.querySelectorAll(".card__meta, .sr-only, [data-live-who], [data-live-waiting], form").forEach((part) => part.remove());
  return copy.textContent.trim();
}
