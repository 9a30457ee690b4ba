// The problems follow the typing.

import { form, tell } from "./page.js";
import { fill } from "./parts.js";
import { fields, post } from "./portal.js";

const CHECK_AFTER = 500; // milliseconds

let timer = 0;
let pause = CHECK_AFTER;
let running = new AbortController();

export function checkSoon() {
  clearTimeout(timer);
  timer = setTimeout(check, pause);
}

// A save checks as well, and has the portal to itself.
export function checkNoMore() {
  clearTimeout(timer);
  running.abort();
}

// What is wrong with the connection is told by keeping the unsaved work.
export async function check() {
  clearTimeout(timer);
  running.abort();
  running = new AbortController();
  const { signal } = running;
  const begun = performance.now();
  const { kind, json } = await post(form.getAttribute("action"), fields({ do: "check" }), { signal });
  if (signal.aborted) return;
  pause = Math.max(CHECK_AFTER, performance.now() - begun); // a large article is not checked at every key
  if (kind !== "ok") return;
  fill(json.parts);
  tell("checked", json);
}
