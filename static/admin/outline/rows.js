// The rows of the outline: what they are, where they stand, what is written in them.

export const form = document.getElementById("editing");
export const outline = form.querySelector(".outline");
export const words = JSON.parse(document.getElementById("outline-words").textContent);

export const SLOTS = {
  scenario: "scenarios", fix: "fixes", step: "steps", procedure: "steps", question: "questions", choice: "choices",
  item: "items", text: "blocks", callout: "blocks",
}; // prettier-ignore
export const TITLED = "[data-kind=scenario], [data-kind=fix], [data-kind=question]";
export const KEYED = `${TITLED}, [data-kind=step], [data-kind=procedure], [data-kind=choice], [data-kind=item]`;

export const rowOf = (element) => element?.closest?.("[data-kind]");
export const main = (row) => row.querySelector("[data-main]");
export const keyField = (row) => row.querySelector("input[name=row]");
export const keyOf = (row) => keyField(row).value.replace(/^[^:]*:/, "");
export const rowsIn = (slot) => [...slot.children].filter((child) => child.dataset.kind);
export const siblings = (row) => rowsIn(row.parentElement);

export function setKey(row, key) {
  keyField(row).value = `${row.dataset.kind}:${key}`;
}

export function parentRow(row) {
  return rowOf(row.parentElement);
}

export function pathOf(row) {
  const { kind } = row.dataset;
  if (kind === "contact") return "contact";
  const parent = parentRow(row);
  return parent ? `${pathOf(parent)}/${keyOf(row)}` : keyOf(row);
}

function fieldsOf(row) {
  return [...row.querySelectorAll(":scope > .line :is(input, textarea, select):not([name=row])")];
}

export function isEmpty(row) {
  return !row.querySelector("[data-slot] [data-kind]") && fieldsOf(row).every((field) => !field.value.trim());
}
