// What the keys do: Enter leads on, Backspace removes an empty row, Alt and an arrow move it.

import { add, addBelow, removeEmpty, slotFor } from "./adding.js";
import { drop, isDragging } from "./dragging.js";
import { fold } from "./folding.js";
import { move } from "./moving.js";
import { isEmpty, main, outline, rowOf } from "./rows.js";
import { resolve } from "./targets.js";
import { lend, onToolKey, tools } from "./tools.js";

const isVisible = (field) => !field.disabled && field.checkVisibility();

function nextField(field) {
  const all = [...outline.querySelectorAll("[data-main], .outline-header :is(input, select, textarea)")];
  const next = all.slice(all.indexOf(field) + 1).find(isVisible);
  next?.focus();
}

const CHILDREN = { scenario: "fix", fix: "step", question: "choice" };

function enterTitle(row) {
  fold(row, false);
  const first = row.querySelector(":scope > .inside [data-main]");
  if (first) first.focus();
  else add(CHILDREN[row.dataset.kind], slotFor(CHILDREN[row.dataset.kind], row));
}

// In a text of several lines Enter is a line break, and on an empty last line it leads on.
function leavesText(field) {
  if (!field.value.trim()) return true;
  if (field.selectionStart !== field.value.length || !field.value.endsWith("\n")) return false;
  field.value = field.value.replace(/\n+$/, "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

// What Enter does in a field; false leaves it to the browser.
function enter(field) {
  const row = rowOf(field);
  if (field.name === "summary") return nextField(field) ?? true;
  switch (field.name) {
    case "scenario-title": case "fix-title": case "question-title": // prettier-ignore
      return enterTitle(row) ?? true;
    case "step-text":
      if (field.value.includes("\n") && !leavesText(field)) return false;
      return (isEmpty(row) ? nextField(field) : addBelow(row), true);
    case "choice-label":
      return (row.querySelector("[name=choice-to]").focus(), true);
    case "choice-to": case "step-destination": // prettier-ignore
      resolve(field);
      return (addBelow(row), true);
    case "item-label": case "procedure-name": // prettier-ignore
      return (isEmpty(row) ? nextField(field) : addBelow(row), true);
    case "callout-title":
      return (main(row).focus(), true);
    default:
      if (field.tagName !== "TEXTAREA") return nextField(field) ?? true;
      return leavesText(field) && (nextField(field) ?? true);
  }
}

export function onKey(event) {
  if (event.isComposing || event.defaultPrevented) return;
  if (event.key === "Escape" && isDragging()) return drop(true);
  const { target } = event;
  if (event.key === "Tab") return lend(rowOf(target));
  if (tools.contains(target)) return onToolKey(event);
  if (event.altKey && !event.ctrlKey && !event.metaKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
    const row = rowOf(target);
    if (!row || row.dataset.kind in { contact: 1, outcome: 1 }) return;
    event.preventDefault();
    return move(row, event.key === "ArrowUp" ? -1 : 1);
  }
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key === "Enter" && target.matches("input:not([type=checkbox]), textarea")) {
    if (enter(target) !== false) event.preventDefault();
  }
  if (event.key === "Backspace" && target.matches("[name=step-text], [name=choice-label], [name=item-label]")) {
    const row = rowOf(target);
    if (!isEmpty(row)) return;
    event.preventDefault();
    removeEmpty(row);
  }
}
