// Dragging a row by its handle.

import { outline, rowOf, SLOTS } from "./rows.js";
import { changed, focusRow, say } from "./telling.js";

let dragged = null;

export const isDragging = () => Boolean(dragged);

export function startDrag(event) {
  const row = rowOf(event.target);
  if (!event.target.matches(".grip") || event.button || outline.disabled) return;
  event.preventDefault();
  dragged = { row, slot: row.parentElement, next: row.nextElementSibling, hasMoved: false };
  event.target.setPointerCapture(event.pointerId);
}

export function drag(event) {
  if (!dragged) return;
  const { row } = dragged;
  const edge = 60;
  if (event.clientY < edge) scrollBy(0, -20);
  if (event.clientY > innerHeight - edge) scrollBy(0, 20);
  row.classList.add("dragged");
  const name = SLOTS[row.dataset.kind];
  const under = document.elementFromPoint(event.clientX, event.clientY);
  if (!under || row.contains(under)) return;
  let over = under;
  while (over && !(over.parentElement?.dataset.slot === name && over.dataset.kind)) over = over.parentElement;
  const slot = over ? over.parentElement : under.closest(`[data-slot=${name}]`);
  if (!slot || !outline.contains(slot) || row.contains(slot)) return;
  const box = over?.getBoundingClientRect();
  if (!over) slot.append(row);
  else if (event.clientY < box.top + box.height / 2) over.before(row);
  else over.after(row);
  dragged.hasMoved = true;
}

export function drop(isCanceled) {
  if (!dragged) return;
  const { row, slot, next, hasMoved } = dragged;
  dragged = null;
  row.classList.remove("dragged");
  if (isCanceled) slot.insertBefore(row, next);
  focusRow(row);
  if (!hasMoved || isCanceled) return;
  const wasAbove = slot !== row.parentElement || !next || row.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_FOLLOWING;
  say(wasAbove ? "up" : "down", row);
  changed(row);
}
