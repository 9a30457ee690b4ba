// After a change: the live region says it, the form hears of it, the focus is in the row.

import { unfold } from "./folding.js";
import { main, outline, siblings, words } from "./rows.js";
import { retargetSoon } from "./targets.js";

const live = document.getElementById("outline-said");

export function say(sentence, row) {
  const all = row.isConnected ? siblings(row) : [];
  live.textContent = words.sentences[sentence]
    .replace("%(kind)s", words.kinds[row.dataset.kind])
    .replace("%(number)s", all.indexOf(row) + 1)
    .replace("%(count)s", all.length);
}

export function changed(row) {
  outline.dispatchEvent(new Event("input", { bubbles: true }));
  if (row.matches("[data-kind=scenario], [data-kind=question]")) retargetSoon();
}

export function focusRow(row, atEnd = true) {
  unfold(row);
  const field = main(row);
  field.focus();
  if (atEnd && field.setSelectionRange) field.setSelectionRange(field.value.length, field.value.length);
  field.scrollIntoView({ block: "nearest" });
}
