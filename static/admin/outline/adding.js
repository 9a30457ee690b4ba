// Adding, duplicating and removing rows.

import { christen, rename } from "./naming.js";
import { isEmpty, KEYED, main, rowsIn, setKey, siblings, SLOTS, TITLED, words } from "./rows.js";
import { fit } from "./sizes.js";
import { changed, focusRow, say } from "./telling.js";
import { tools } from "./tools.js";

const UNSURE = /^(i['’]m )?not sure\.?$/i;

function make(kind) {
  const row = document.getElementById(`new-${kind}`).content.firstElementChild.cloneNode(true);
  row.removeAttribute("id");
  for (const each of row.querySelectorAll("[id]")) each.removeAttribute("id");
  christen(row);
  return row;
}

export function add(kind, slot, after = null) {
  const row = make(kind);
  if (after) after.after(row);
  else {
    const last = rowsIn(slot).at(-1);
    if (kind === "choice" && last && UNSURE.test(main(last).value.trim())) last.before(row);
    else slot.append(row);
  }
  if (kind === "fix" && siblings(row).length > 1) row.querySelector("[name=fix-role]").value = "fallback";
  finish(row, "add");
  return row;
}

function finish(row, sentence) {
  for (const area of row.querySelectorAll("textarea")) fit(area);
  focusRow(row);
  say(sentence, row);
  changed(row);
}

export function addBelow(row) {
  const next = row.nextElementSibling;
  if (next?.dataset.kind && isEmpty(next)) return focusRow(next);
  const kind = row.dataset.kind === "procedure" ? "step" : row.dataset.kind;
  return add(kind, row.parentElement, row);
}

// A part of the page that holds such rows: the nearest one around the element.
export function slotFor(kind, element) {
  for (let scope = element; scope; scope = scope.parentElement.closest("[data-kind], .part")) {
    const slot = scope.querySelector(`[data-slot=${SLOTS[kind]}]`);
    if (slot) return slot;
  }
  return null;
}

export function duplicate(row) {
  const values = [...row.querySelectorAll("select")].map((field) => field.value);
  tools.remove();
  const copy = row.cloneNode(true);
  [...copy.querySelectorAll("select")].forEach((field, index) => { field.value = values[index]; }); // prettier-ignore
  for (const notice of copy.querySelectorAll(".removed-row, .wrong")) notice.remove();
  for (const each of copy.querySelectorAll("[id]")) each.removeAttribute("id");
  copy.removeAttribute("id");
  if (copy.matches(KEYED)) setKey(copy, "");
  for (const each of copy.querySelectorAll(TITLED)) setKey(each, "");
  christen(copy);
  row.after(copy);
  for (const each of [copy, ...copy.querySelectorAll(TITLED)]) if (each.matches(TITLED)) rename(each);
  finish(copy, "duplicate");
}

const removedRows = new WeakMap();

export function remove(row) {
  tools.remove();
  say("remove", row);
  const notice = document.createElement(row.tagName === "LI" ? "li" : "div");
  notice.className = "removed-row";
  const button = Object.assign(document.createElement("button"), { type: "button", className: "undo" });
  button.textContent = words.sentences["undo-button"];
  notice.append(words.sentences.removed.replace("%(kind)s", words.kinds[row.dataset.kind]), " ", button);
  removedRows.set(notice, row);
  row.replaceWith(notice);
  button.focus();
  changed(row);
}

export function undo(notice) {
  const row = removedRows.get(notice);
  notice.replaceWith(row);
  finish(row, "undo");
}

export function removeEmpty(row) {
  const all = siblings(row);
  const former = all[all.indexOf(row) - 1];
  if (!former && all.length === 1) return;
  tools.remove();
  row.remove();
  say("removed", row);
  focusRow(former ?? all[1]);
  changed(row);
}
