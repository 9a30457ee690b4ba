// What both editors share: saving without a page load, unsaved work that outlives the page, the lock, the problems.
// Without this file the form and its buttons do the same, except for keeping unsaved work and telling others.
//
// The form hears "editing:changed" after every change, "editing:checked" with the problems, and "editing:saved" with the
// portal's answer. Whoever changes the form by script dispatches a bubbling "input" event.

import { check, checkSoon } from "./editing/checking.js";
import { findOnDevice, forgetFound, forgetOnDevice, keepOnDevice, keepOnDeviceSoon } from "./editing/device.js";
import { keepSoon } from "./editing/keeping.js";
import { beat, beatWhileUsed, holdOnChange, noteUse, releaseOnLeaving } from "./editing/lock.js";
import { data, form, place, say, tell, work } from "./editing/page.js";
import { retry, saveInTurn } from "./editing/saving.js";

const mayBeLost = () => work.isUnsaved && !work.isKept && !work.isLeaving;

function changed() {
  work.changes += 1;
  work.isUnsaved = true;
  work.isKept = false;
  if (!work.wanted) say(data.textUnsaved);
  keepOnDeviceSoon();
  keepSoon();
  checkSoon();
  holdOnChange();
  tell("changed");
}

function keepMine(button) {
  form.elements.based_on.value = button.dataset.revision;
  place("conflict").replaceChildren();
  changed();
  say(data.textOnTop.replace("{number}", button.dataset.revision));
}

const DEEDS = {
  save: saveInTurn,
  publish: saveInTurn,
  "save-anyway": saveInTurn,
  check,
  "take-over": beat,
  "keep-mine": (_deed, button) => keepMine(button),
};

function submitted(event) {
  const button = event.submitter;
  if (event.defaultPrevented || button?.formTarget) return;
  const act = button?.name === "do" && DEEDS[button.value];
  if (act) {
    event.preventDefault();
    act(button.value, button);
    return;
  }
  if (button?.value === "discard") {
    forgetOnDevice();
    forgetFound();
  }
  work.isLeaving = true;
}

function onKey(event) {
  noteUse();
  const isSave = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "s";
  if (!isSave) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-save]"));
}

function listen() {
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (!("form" in field) || field.form === form) changed(); // fields of the page's own, such as the preview's width
  });
  form.addEventListener("submit", submitted);
  document.addEventListener("keydown", onKey);
  document.addEventListener("pointerdown", noteUse);
  window.addEventListener("beforeunload", (event) => {
    if (mayBeLost()) event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    if (mayBeLost()) keepOnDevice();
    releaseOnLeaving();
  });
  window.addEventListener("pageshow", () => {
    work.isLeaving = false;
  });
  for (const event of ["online", "focus"]) window.addEventListener(event, retry);
}

function start() {
  for (const spare of form.querySelectorAll(".without-script")) spare.hidden = true;
  listen();
  beatWhileUsed();
  findOnDevice();
  if (data.unsaved !== "yes") return;
  if (data.restored === "yes") {
    work.isUnsaved = true;
    say(data.textUnsaved);
  } else {
    changed(); // brought here by another page of the editors, not kept yet
  }
}

if (form && data) start();
