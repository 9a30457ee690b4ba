// Unsaved work is kept in the browser until the portal has it.

import { data, isFault, place, sayFault, work } from "./page.js";
import { fields, inTurn, send, token } from "./portal.js";

const KEEP_AFTER = 500; // milliseconds

const key = () => `editing:${data.user}:${data.keep}`;
const foundKey = () => `${key()}:found`;
let timer = 0;

export function keepOnDeviceSoon() {
  clearTimeout(timer);
  timer = setTimeout(keepOnDevice, KEEP_AFTER);
}

export function keepOnDevice() {
  clearTimeout(timer);
  const typed = [...fields()].filter(([name]) => name !== "csrfmiddlewaretoken");
  try {
    localStorage.setItem(key(), JSON.stringify({ at: Date.now(), fields: typed }));
  } catch {
    // The browser keeps nothing, or has no room: the portal's copy is what there is.
  }
}

export function forgetOnDevice() {
  clearTimeout(timer);
  localStorage.removeItem(key());
}

export function forgetFound() {
  localStorage.removeItem(foundKey());
}

// What a former page left behind stays apart, so that typing here does not write over it.
export function findOnDevice() {
  const left = localStorage.getItem(key());
  if (left) {
    localStorage.setItem(foundKey(), left);
    localStorage.removeItem(key());
  }
  const found = JSON.parse(localStorage.getItem(foundKey()) || "null");
  if (!found) return;
  if (isHere(found)) forgetFound();
  else offer(found);
}

function isHere(found) {
  const typed = (pairs) => JSON.stringify(pairs.filter(([name]) => name !== "csrfmiddlewaretoken"));
  return typed(found.fields) === typed([...fields()].map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]));
}

function offer(found) {
  const notice = place("device");
  const words = notice.querySelector("[data-text]");
  words.textContent = words.dataset.text.replace("{time}", new Date(found.at).toLocaleString());
  notice.hidden = false;
  notice.addEventListener("click", (event) => {
    const choice = event.target.dataset.device;
    if (choice === "restore") bringBack(found);
    if (choice === "delete") {
      forgetFound();
      notice.hidden = true;
    }
  });
}

async function bringBack(found) {
  const body = new URLSearchParams(found.fields);
  body.set("csrfmiddlewaretoken", token());
  const answer = await inTurn(() => send(data.keep, body));
  if (answer.kind !== "ok") return sayFault(isFault(answer.kind) ? answer.kind : "failed");
  forgetFound();
  forgetOnDevice();
  work.isLeaving = true;
  location.reload();
}
