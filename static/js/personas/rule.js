// A row of a persona's rule offers the values that customers have in the field it names.

const lists = new Map([...document.querySelectorAll("[data-values-of]")].map((list) => [list.dataset.valuesOf, list.id]));

function offer(row) {
  const [field, value] = row.querySelectorAll("input");
  value.setAttribute("list", lists.get(field.value) ?? "known-values");
}

const rows = document.querySelectorAll(".rule__row");
for (const row of rows) {
  offer(row);
  row.addEventListener("input", () => offer(row));
}
