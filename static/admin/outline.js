// The outline editor's comforts: its structural buttons work at once, rows follow keys and the pointer, parts collapse, titles
// of targets and problems stand beside their fields. Without this file the portal does the same at each button.
//
// The page's order is the form's order: a row that moves in the page has moved in the form. `data-kind` marks a row,
// `data-slot` what holds rows, `data-main` the field a row is written in.

import { add, duplicate, remove, slotFor, undo } from "./outline/adding.js";
import { drag, drop, isDragging, startDrag } from "./outline/dragging.js";
import { fold, foldAll, recallFolds, rememberFolds } from "./outline/folding.js";
import { onKey } from "./outline/keys.js";
import { move } from "./outline/moving.js";
import { isNew, rename } from "./outline/naming.js";
import { goTo, showProblems } from "./outline/problems.js";
import { form, keyOf, main, outline, rowOf, setKey, TITLED } from "./outline/rows.js";
import { fit, fitAll } from "./outline/sizes.js";
import { resolve, retarget, retargetSoon, showTarget } from "./outline/targets.js";
import { lend, toolButtons, tools, turnTo } from "./outline/tools.js";

const OPS = {
  up: (row) => move(row, -1),
  down: (row) => move(row, 1),
  duplicate,
  remove,
  "add-text": (row) => add("text", slotFor("text", row)),
  "add-callout": (row) => add("callout", slotFor("callout", row)),
};

function onClick(event) {
  const button = event.target.closest("button");
  if (!button || button.name === "do") return;
  const row = rowOf(button);
  if (button.matches(".add")) {
    event.preventDefault();
    const kind = button.value.split(":")[0].replace("add-", "");
    add(kind, slotFor(kind, button.closest("[data-kind], .part")));
  } else if (button.dataset.op) {
    OPS[button.dataset.op](row);
    if (toolButtons.includes(button) && button.dataset.op in { up: 1, down: 1 }) turnTo(button);
  } else if (button.matches(".undo")) {
    undo(button.closest(".removed-row"));
  } else if (button.matches(".fold")) {
    fold(row, !row.hasAttribute("data-folded"));
    rememberFolds();
  } else if (button.dataset.foldAll) {
    foldAll(button.dataset.foldAll);
  }
}

function onInput(event) {
  const { target } = event;
  if (target.tagName === "TEXTAREA") fit(target);
  const row = rowOf(target);
  if (!row || target !== main(row) || !row.matches(TITLED)) {
    if (target.name === "choice-to") showTarget(target);
    return;
  }
  if (row.hasAttribute("data-new")) rename(row);
  if (row.dataset.kind !== "fix") retargetSoon();
}

// An example is written over: typing replaces it, as it does in a field of one line.
function selectExample(field) {
  if (field.tagName === "TEXTAREA" && field.value === field.defaultValue) field.select();
}

function onSaved(event) {
  const { keys = {}, slug = "", problems = [] } = event.detail;
  for (const row of outline.querySelectorAll("[data-new]")) {
    const key = keyOf(row);
    if (keys[key]) setKey(row, keys[key]);
    if (keys[key] || !key.startsWith("@")) row.removeAttribute("data-new");
  }
  const address = document.getElementById("field-slug");
  if (!address.value.trim()) address.value = slug;
  if (event.detail.is_all) for (const notice of outline.querySelectorAll(".removed-row")) notice.remove();
  retarget();
  rememberFolds();
  showProblems(problems, false);
}

function start() {
  outline.addEventListener("click", onClick);
  outline.addEventListener("input", onInput);
  outline.addEventListener("keydown", onKey);
  outline.addEventListener("change", (event) => {
    if (event.target.matches("[name=choice-to], [name=step-destination], [name=procedure-name]")) resolve(event.target);
  });
  outline.addEventListener("focusin", (event) => {
    if (!tools.contains(event.target)) lend(rowOf(event.target));
    if (isNew) selectExample(event.target);
  });
  outline.addEventListener("pointerover", (event) => {
    const line = event.target.closest(".line");
    if (event.pointerType === "mouse" && line && !isDragging() && !tools.contains(document.activeElement)) lend(rowOf(line));
  });
  outline.addEventListener("pointerdown", startDrag);
  outline.addEventListener("pointermove", drag);
  outline.addEventListener("pointerup", () => drop(false));
  outline.addEventListener("pointercancel", () => drop(true));
  form.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#node-"], a[href^="#field-"]');
    if (!link) return;
    event.preventDefault();
    goTo(link.getAttribute("href"));
  });
  form.addEventListener("editing:saved", onSaved);
  form.addEventListener("editing:checked", (event) => {
    if (event.detail?.problems) showProblems(event.detail.problems, !event.detail.message);
  });
  recallFolds();
  fitAll();
  if (location.hash.startsWith("#node-")) goTo(location.hash);
  lend(rowOf(document.activeElement));
}

start();
