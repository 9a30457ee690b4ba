// Who edits: the lock is held while somebody is at the page, and its notice tells of others.

import { data, place, work } from "./page.js";
import { post, token } from "./portal.js";

const EVERY = 30_000; // milliseconds
const USED = 120_000; // without a key or a click for so long, nobody is at the page
const AT_MOST_EVERY = 5_000;

let isHolding = false;
let wasHolding = false;
let lastUse = 0;
let lastBeat = 0;

export async function beat(deed = "hold") {
  if (!data.lock) return;
  lastBeat = Date.now();
  const body = new URLSearchParams({ csrfmiddlewaretoken: token(), do: deed, had: wasHolding ? "1" : "" });
  const { kind, json } = await post(data.lock, body);
  if (kind !== "ok" || !json) {
    lastBeat = 0; // so that the next key tries again
    return;
  }
  isHolding = json.is_mine;
  wasHolding ||= json.is_mine;
  if (place("lock").innerHTML.trim() !== json.html.trim()) place("lock").innerHTML = json.html;
}

export function holdOnChange() {
  noteUse();
  if (!isHolding && Date.now() - lastBeat > AT_MOST_EVERY) beat();
}

export function noteUse() {
  lastUse = Date.now();
}

export function beatWhileUsed() {
  setInterval(() => {
    if (work.isUnsaved && Date.now() - lastUse < USED) beat();
  }, EVERY);
}

// The portal releases the lock with every save.
export function noteReleased() {
  isHolding = false;
}

export function releaseOnLeaving() {
  if (!isHolding) return;
  navigator.sendBeacon(data.lock, new URLSearchParams({ csrfmiddlewaretoken: token(), do: "release" }));
  isHolding = false;
}
