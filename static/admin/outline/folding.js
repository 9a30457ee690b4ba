// Parts collapse, and stay so when the page is loaded again.

import { form, keyField, outline, parentRow, TITLED } from "./rows.js";

const FOLDED = `outline-folded:${form.getAttribute("action")}`;

export function fold(row, isFolded) {
  row.toggleAttribute("data-folded", isFolded);
  row.querySelector(".fold").setAttribute("aria-expanded", String(!isFolded));
}

export function unfold(row) {
  let hasChanged = false;
  for (let at = parentRow(row); at; at = parentRow(at)) {
    if (!at.hasAttribute("data-folded")) continue;
    fold(at, false);
    hasChanged = true;
  }
  if (hasChanged) rememberFolds();
}

export function foldAll(kind) {
  const rows = [...outline.querySelectorAll(`[data-kind=${kind}]`)];
  const isFolded = rows.some((row) => !row.hasAttribute("data-folded"));
  for (const row of rows) fold(row, isFolded);
  rememberFolds();
}

export function rememberFolds() {
  const folded = [...outline.querySelectorAll("[data-folded]")].map((row) => keyField(row).value);
  sessionStorage.setItem(FOLDED, JSON.stringify(folded));
}

export function recallFolds() {
  const kept = JSON.parse(sessionStorage.getItem(FOLDED) || "null");
  if (!kept) return;
  const folded = new Set(kept);
  for (const row of outline.querySelectorAll(TITLED)) {
    const needsLook = row.querySelector(".problem-error, [autofocus]");
    fold(row, folded.has(keyField(row).value) && !needsLook);
  }
}
