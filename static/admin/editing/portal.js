// Requests to the portal. Each answers { kind, json }, where kind is "ok", "refused" or what is wrong.

import { data, form } from "./page.js";

const LARGEST = 1_048_576; // bytes the portal takes

export const token = () => form.elements.csrfmiddlewaretoken.value;

export function fields(more = {}) {
  const sent = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(more)) sent.set(name, value);
  return sent;
}

export async function post(address, body, options = {}) {
  if (body.toString().length > LARGEST) return { kind: "too-large" };
  return ask(address, { method: "POST", body, ...options });
}

// A connection can also break off within the answer.
async function ask(address, options = {}) {
  try {
    return await read(await fetch(address, { headers: { Accept: "application/json" }, ...options }));
  } catch {
    return { kind: "offline" };
  }
}

async function read(response) {
  if (response.redirected) return { kind: "signed-out" };
  if (response.status === 403) return { kind: "forbidden" };
  if (response.status === 413) return { kind: "too-large" };
  if (!response.headers.get("Content-Type")?.includes("json")) return { kind: response.status === 204 ? "ok" : "failed" };
  return { kind: response.ok ? "ok" : "refused", json: await response.json() };
}

// The token changes at sign-in. A page that was open before has to ask for the new one.
export async function renew() {
  const answer = await ask(data.keep);
  if (answer.kind !== "ok") return answer.kind;
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = answer.json.token;
  return String(answer.json.user) === data.user ? "ok" : "other-person";
}

export async function send(address, body) {
  const answer = await post(address, body);
  if (answer.kind !== "forbidden") return answer;
  const kind = await renew();
  if (kind !== "ok") return { kind };
  body.set("csrfmiddlewaretoken", token());
  return post(address, body);
}

// One at a time: unsaved work that arrives after the save would come back from the dead.
let last = Promise.resolve();

export function inTurn(act) {
  last = last.then(act, act);
  return last;
}
