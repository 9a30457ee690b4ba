// The buttons of the row in use: one set, which goes along.

import { outline, words } from "./rows.js";

export const tools = document.getElementById("outline-tools").content.firstElementChild;
export const toolButtons = [...tools.querySelectorAll("button")];

export function lend(row) {
  const line = row?.querySelector(":scope > .line");
  if (!line || outline.disabled || tools.parentElement === line) return;
  for (const button of toolButtons) {
    button.hidden = button.dataset.for !== undefined && !button.dataset.for.split(" ").includes(row.dataset.kind);
    button.tabIndex = button === toolButtons[0] ? 0 : -1;
  }
  tools.setAttribute("aria-label", words.sentences.tools.replace("%(kind)s", words.kinds[row.dataset.kind]));
  line.append(tools);
}

export function turnTo(button) {
  for (const each of toolButtons) each.tabIndex = each === button ? 0 : -1;
  button.focus();
}

export function onToolKey(event) {
  const shown = toolButtons.filter((button) => !button.hidden);
  const steps = { ArrowRight: 1, ArrowLeft: -1 };
  if (event.altKey || !(event.key in steps)) return;
  event.preventDefault();
  const at = shown.indexOf(event.target) + steps[event.key];
  turnTo(shown[(at + shown.length) % shown.length]);
}
