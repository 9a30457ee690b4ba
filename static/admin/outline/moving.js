// Moving a row up and down, by a button or by Alt and an arrow.

import { unfold } from "./folding.js";
import { main, outline, siblings, SLOTS } from "./rows.js";
import { changed, say } from "./telling.js";

// Also over the edge, into the neighboring part that holds such rows.
export function move(row, step) {
  const all = siblings(row);
  const neighbor = all[all.indexOf(row) + step];
  if (neighbor) return settle(row, () => (step < 0 ? neighbor.before(row) : neighbor.after(row)), step);
  const slots = [...outline.querySelectorAll(`[data-slot=${SLOTS[row.dataset.kind]}]`)].filter((slot) => !row.contains(slot));
  const slot = slots[slots.indexOf(row.parentElement) + step];
  if (!slot) return say(step < 0 ? "first" : "last", row);
  return settle(row, () => (step < 0 ? slot.append(row) : slot.prepend(row)), step);
}

function settle(row, put, step) {
  const active = row.contains(document.activeElement) ? document.activeElement : main(row);
  const selection = [active.selectionStart, active.selectionEnd];
  put();
  unfold(row);
  active.focus({ preventScroll: true });
  if (typeof selection[0] === "number" && active.setSelectionRange) active.setSelectionRange(...selection);
  row.scrollIntoView({ block: "nearest" });
  say(step < 0 ? "up" : "down", row);
  changed(row);
}
