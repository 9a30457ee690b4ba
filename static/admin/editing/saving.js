// Saving without a page load. What did not come through is tried again.

import { checkNoMore } from "./checking.js";
import { forgetOnDevice, keepOnDevice } from "./device.js";
import { noteReleased } from "./lock.js";
import { data, form, isFault, kept, place, say, sayFault, tell, work } from "./page.js";
import { fill, retitle } from "./parts.js";
import { fields, inTurn, renew, send } from "./portal.js";

const RETRY = 5_000; // milliseconds
const MOST_RETRIES = 5; // of a portal that answers with an error

let retries = 0;
let retryTimer = 0;

export function saveInTurn(deed) {
  retries = 0;
  checkNoMore();
  return inTurn(() => save(deed));
}

async function save(deed) {
  clearTimeout(retryTimer);
  work.wanted = deed;
  if (!retries) say(data.textSaving);
  const sent = work.changes;
  const answer = await send(form.getAttribute("action"), fields({ do: deed }));
  if (answer.kind === "ok" && answer.json.saved) return saved(answer.json, sent);
  keepOnDevice();
  if (answer.kind === "refused" || answer.kind === "ok") return refused(answer.json);
  sayFault(answer.kind);
  retries += answer.kind === "failed";
  const isHopeless = ["too-large", "forbidden", "other-person"].includes(answer.kind) || retries > MOST_RETRIES;
  if (isHopeless) work.wanted = "";
  else retryTimer = setTimeout(retry, RETRY);
}

// Asks with a small question first whether the portal is there and knows who we are.
export async function retry() {
  clearTimeout(retryTimer);
  if (!work.wanted) return;
  const kind = await inTurn(renew);
  if (!work.wanted) return;
  if (kind === "ok") {
    inTurn(() => save(work.wanted));
    return;
  }
  sayFault(isFault(kind) ? kind : "failed");
  if (kind === "other-person" || kind === "forbidden") work.wanted = "";
  else retryTimer = setTimeout(retry, RETRY);
}

function settle() {
  work.wanted = "";
  retries = 0;
}

function saved(answer, sent) {
  settle();
  const isAll = sent === work.changes;
  if (isAll) {
    work.isUnsaved = false;
    work.isKept = true;
    forgetOnDevice();
    form.elements.note.value = "";
    form.elements.minor.checked = false;
    kept.textContent = "";
  }
  noteReleased();
  form.elements.based_on.value = answer.revision;
  moveTo(answer.addresses);
  retitle(answer.title);
  fill(answer.parts);
  place("refusal").replaceChildren();
  place("restored")?.remove();
  say(answer.message, { level: answer.level });
  tell("saved", { ...answer, is_all: isAll });
}

function refused(answer) {
  settle();
  fill(answer?.parts ?? {});
  const isConflict = Boolean(place("conflict").firstElementChild);
  say(answer?.message || (isConflict ? data.textConflict : data.textFailed), { level: "error" });
  place(isConflict ? "conflict" : "lock").scrollIntoView({ block: "nearest" });
  tell("checked", answer);
}

// A new article has become one with addresses of its own.
function moveTo(addresses) {
  if (form.getAttribute("action") === addresses.page) return;
  forgetOnDevice();
  history.replaceState(null, "", addresses.page);
  form.setAttribute("action", addresses.page);
  Object.assign(data, { keep: addresses.keep, lock: addresses.lock, preview: addresses.preview });
  for (const button of form.querySelectorAll("[formaction]")) {
    button.setAttribute("formaction", addresses[button.value.replace("switch-", "")] || addresses.preview);
  }
  if (work.isUnsaved) keepOnDevice();
}
