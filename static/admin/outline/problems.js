// Problems stand at their fields, and the list of them leads there.

import { KEYED, main, outline, pathOf, rowsIn } from "./rows.js";
import { focusRow } from "./telling.js";

function rowsByPath() {
  const rows = new Map();
  for (const row of outline.querySelectorAll(`${KEYED}, [data-kind=contact]`)) {
    const path = pathOf(row);
    if (!rows.has(path)) rows.set(path, row);
  }
  return rows;
}

// The block that a field such as "body.2" means: texts side by side count as one, as does a step's own text.
function blockOf(row, field) {
  const [name, number] = field.split(".");
  if (number === undefined) return row;
  const holder = name === "outcome" ? row?.querySelector("[data-kind=outcome]") : row;
  const slot = (holder ?? outline).querySelector("[data-slot=blocks]");
  let last = row?.matches("[data-kind=step], [data-kind=procedure]") && main(row).value.trim() ? "text" : "";
  let count = last ? 0 : -1;
  for (const block of rowsIn(slot)) {
    const { kind } = block.dataset;
    if (kind === "text" && !main(block).value.trim()) continue;
    if (kind === "callout" || last !== "text") count += 1;
    last = kind;
    if (count === Number(number)) return block;
  }
  return row;
}

function fieldFor(row, name) {
  const known = { body: "text", procedure: "name" };
  return row.querySelector(`:scope > .line [name$="-${known[name] ?? name}"]`) ?? row.querySelector(":scope > .line [data-main]");
}

export function showProblems(problems, isLive) {
  for (const list of outline.querySelectorAll(".wrong")) list.remove();
  for (const field of outline.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  const rows = rowsByPath();
  for (const problem of problems) {
    if (problem.node.startsWith("@") && !problem.node.includes("/@") && !rows.has(problem.node)) {
      showAt(document.getElementById(`field-${problem.node.slice(1).split("/")[0]}`), problem);
      continue;
    }
    const row = blockOf(rows.get(problem.node), problem.field);
    if (!row || (isLive && (row.hasAttribute("data-new") || row.contains(document.activeElement)))) continue;
    showAt(fieldFor(row, problem.field) ?? row.firstElementChild, problem, row.querySelector(":scope > .line") ?? row);
  }
}

let wrongs = 0;

function showAt(field, problem, place = field?.parentElement) {
  if (!field) return;
  let list = place.querySelector(":scope > .wrong");
  if (!list) {
    list = Object.assign(document.createElement("ul"), { className: "wrong", id: `wrong-here-${++wrongs}` });
    place.append(list);
  }
  const item = Object.assign(document.createElement("li"), { className: `problem-${problem.severity}` });
  item.textContent = problem.message;
  list.append(item);
  if (!field.matches("input, textarea, select")) return;
  field.setAttribute("aria-describedby", list.id);
  if (problem.severity === "error") field.setAttribute("aria-invalid", "true");
}

export function goTo(hash) {
  if (hash.startsWith("#field-")) return document.getElementById(hash.slice(1))?.focus();
  const row = rowsByPath().get(hash.slice("#node-".length).replaceAll("--", "/"));
  if (!row) return false;
  if (row.dataset.kind === "contact") row.scrollIntoView();
  else focusRow(row);
  return true;
}
