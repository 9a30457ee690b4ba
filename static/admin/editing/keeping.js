// Unsaved work is kept on the portal, apart from the revisions.

import { forgetOnDevice, keepOnDevice } from "./device.js";
import { asksToSignIn, data, isFault, kept, say, sayFault, work } from "./page.js";
import { fields, inTurn, send } from "./portal.js";

const KEEP_AFTER = 4_000; // milliseconds from a change until unsaved work is sent
const RETRY = 10_000;

let timer = 0;

export function keepSoon(pause = KEEP_AFTER) {
  timer ||= setTimeout(() => inTurn(keep), pause);
}

async function keep() {
  timer = 0;
  if (!work.isUnsaved || work.isKept) return;
  const sent = work.changes;
  const answer = await send(data.keep, fields());
  if (answer.kind !== "ok") {
    keepOnDevice();
    if (answer.kind === "offline" || answer.kind === "failed") kept.textContent = data.textKeptHere;
    else if (isFault(answer.kind)) sayFault(answer.kind);
    if (answer.kind !== "too-large") keepSoon(RETRY);
    return;
  }
  kept.textContent = data.textKept.replace("{time}", answer.json.kept_at);
  if (!work.wanted && asksToSignIn()) say(data.textUnsaved);
  if (sent !== work.changes) return;
  work.isKept = true;
  forgetOnDevice();
}
