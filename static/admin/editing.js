// What both editors share: saving without a page load, unsaved work that outlives the page, the lock, the problems.
// Without this file the form and its buttons do the same, except for keeping unsaved work and telling others.
//
// The form hears "editing:changed" after every change, "editing:checked" with the problems, and "editing:saved" with the
// portal's answer. Whoever changes the form by script dispatches a bubbling "input" event.

const KEEP_AFTER = 4_000; // milliseconds from a change until unsaved work is sent
const DEVICE_AFTER = 500;
const CHECK_AFTER = 500;
const BEAT = 30_000;
const USED = 120_000; // without a key or a click for so long, nobody is at the page
const RETRY = 5_000;
const MOST_RETRIES = 5; // of a portal that answers with an error
const LARGEST = 1_048_576; // bytes the portal takes

const form = document.getElementById("editing");
const data = document.getElementById("editing-data")?.dataset;
const state = document.getElementById("editing-state");
const kept = document.getElementById("editing-kept");
const place = (id) => document.getElementById(`editing-${id}`);

let changes = 0; // counts, so that an answer knows whether it is about what stands here now
let isUnsaved = false;
let isKept = true; // on the portal
let isLeaving = false;

// --- What is said

function say(text, { level = "", link = "" } = {}) {
  if (state.dataset.said === text) return;
  state.dataset.said = text;
  state.dataset.level = level;
  state.textContent = text;
  if (!link) return;
  const anchor = Object.assign(document.createElement("a"), { href: link, target: "_blank", rel: "noopener" });
  anchor.textContent = data.textSignIn;
  state.append(" ", anchor);
}

const WORDS = {
  offline: "textOffline",
  failed: "textFailed",
  "signed-out": "textSignedOut",
  "other-person": "textOtherPerson",
  forbidden: "textForbidden",
  "too-large": "textTooLarge",
};

function sayFault(kind) {
  say(data[WORDS[kind]], { level: "error", link: kind === "signed-out" ? data.signIn : "" });
}

// --- Requests: each answers { kind, json }, where kind is "ok", "refused" or what is wrong

function fields(more) {
  const sent = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(more)) sent.set(name, value);
  return sent;
}

async function post(address, body) {
  const text = body.toString();
  if (text.length > LARGEST) return { kind: "too-large" };
  let response;
  try {
    response = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
  } catch {
    return { kind: "offline" };
  }
  return read(response);
}

async function read(response) {
  if (response.redirected) return { kind: "signed-out" };
  if (response.status === 403) return { kind: "forbidden" };
  if (response.status === 413) return { kind: "too-large" };
  if (!response.headers.get("Content-Type")?.includes("json")) return { kind: response.status === 204 ? "ok" : "failed" };
  return { kind: response.ok ? "ok" : "refused", json: await response.json() };
}

// The token changes at sign-in. A page that was open before has to ask for the new one.
async function renew() {
  let answer;
  try {
    answer = await read(await fetch(data.keep, { headers: { Accept: "application/json" } }));
  } catch {
    return "offline";
  }
  if (answer.kind !== "ok") return answer.kind;
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = answer.json.token;
  return String(answer.json.user) === data.user ? "ok" : "other-person";
}

async function send(address, body) {
  const answer = await post(address, body);
  if (answer.kind !== "forbidden") return answer;
  const kind = await renew();
  if (kind !== "ok") return { kind };
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  return post(address, body);
}

// One at a time: unsaved work that arrives after the save would come back from the dead.
let last = Promise.resolve();

function inTurn(act) {
  last = last.then(act, act);
  return last;
}

// --- Kept on the device, until the portal has it

const deviceKey = () => `editing:${data.user}:${data.keep}`;
const foundKey = () => `${deviceKey()}:found`;
let deviceTimer = 0;

function keepOnDevice() {
  clearTimeout(deviceTimer);
  const typed = [...fields({})].filter(([name]) => name !== "csrfmiddlewaretoken");
  try {
    localStorage.setItem(deviceKey(), JSON.stringify({ at: Date.now(), fields: typed }));
  } catch {
    // The browser keeps nothing, or has no room: the portal's copy is what there is.
  }
}

function forgetOnDevice() {
  clearTimeout(deviceTimer);
  localStorage.removeItem(deviceKey());
}

// What a former page left behind stays apart, so that typing here does not write over it.
function findOnDevice() {
  const left = localStorage.getItem(deviceKey());
  if (left) {
    localStorage.setItem(foundKey(), left);
    localStorage.removeItem(deviceKey());
  }
  const found = JSON.parse(localStorage.getItem(foundKey()) || "null");
  if (!found) return;
  const typed = (pairs) => JSON.stringify(pairs.filter(([name]) => name !== "csrfmiddlewaretoken"));
  if (typed(found.fields) === typed([...fields({})].map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]))) {
    localStorage.removeItem(foundKey());
    return;
  }
  const notice = place("device");
  const words = notice.querySelector("[data-text]");
  words.textContent = words.dataset.text.replace("{time}", new Date(found.at).toLocaleString());
  notice.hidden = false;
  notice.addEventListener("click", (event) => {
    const choice = event.target.dataset.device;
    if (choice === "restore") bringBack(found);
    if (choice === "delete") {
      localStorage.removeItem(foundKey());
      notice.hidden = true;
    }
  });
}

async function bringBack(found) {
  const body = new URLSearchParams(found.fields);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const answer = await inTurn(() => send(data.keep, body));
  if (answer.kind !== "ok") return sayFault(answer.kind in WORDS ? answer.kind : "failed");
  localStorage.removeItem(foundKey());
  forgetOnDevice();
  isLeaving = true;
  location.reload();
}

// --- Kept on the portal

let keepTimer = 0;

function keepSoon(pause = KEEP_AFTER) {
  keepTimer ||= setTimeout(() => inTurn(keep), pause);
}

async function keep() {
  keepTimer = 0;
  if (!isUnsaved || isKept) return;
  const sent = changes;
  const answer = await send(data.keep, fields({}));
  if (answer.kind !== "ok") {
    keepOnDevice();
    if (answer.kind === "offline" || answer.kind === "failed") kept.textContent = data.textKeptHere;
    else if (answer.kind in WORDS) sayFault(answer.kind);
    if (answer.kind !== "too-large") keepSoon(RETRY * 2);
    return;
  }
  kept.textContent = data.textKept.replace("{time}", answer.json.kept_at);
  if (!wanted && state.querySelector("a")) say(data.textUnsaved); // signed in again
  if (sent !== changes) return;
  isKept = true;
  forgetOnDevice();
}

// --- Saving

let wanted = ""; // the button whose save has not come through
let retries = 0;
let retryTimer = 0;

async function save(deed) {
  clearTimeout(retryTimer);
  wanted = deed;
  if (!retries) say(data.textSaving);
  const sent = changes;
  const answer = await send(form.getAttribute("action"), fields({ do: deed }));
  if (answer.kind === "ok" && answer.json.saved) return saved(answer.json, sent);
  keepOnDevice();
  if (answer.kind === "refused" || answer.kind === "ok") return refused(answer.json);
  sayFault(answer.kind);
  retries += answer.kind === "failed";
  const isHopeless = ["too-large", "forbidden", "other-person"].includes(answer.kind) || retries > MOST_RETRIES;
  if (isHopeless) wanted = "";
  else retryTimer = setTimeout(retry, RETRY);
}

// Asks with a small question first whether the portal is there and knows who we are.
async function retry() {
  clearTimeout(retryTimer);
  if (!wanted) return;
  const kind = await inTurn(renew);
  if (!wanted) return;
  if (kind === "ok") {
    inTurn(() => save(wanted));
    return;
  }
  sayFault(kind in WORDS ? kind : "failed");
  if (kind === "other-person" || kind === "forbidden") wanted = "";
  else retryTimer = setTimeout(retry, RETRY);
}

function settle() {
  wanted = "";
  retries = 0;
}

function saved(answer, sent) {
  settle();
  const isAll = sent === changes;
  if (isAll) {
    isUnsaved = false;
    isKept = true;
    forgetOnDevice();
    form.elements.note.value = "";
    form.elements.minor.checked = false;
    kept.textContent = "";
  }
  isHolding = false;
  form.elements.based_on.value = answer.revision;
  moveTo(answer.addresses);
  retitle(answer.title);
  fill(answer.parts);
  for (const id of ["refusal", "restored"]) place(id)?.replaceChildren();
  place("restored")?.remove();
  say(answer.message, { level: answer.level });
  form.dispatchEvent(new CustomEvent("editing:saved", { detail: { ...answer, is_all: isAll }, bubbles: true }));
}

function refused(answer) {
  settle();
  fill(answer?.parts ?? {});
  const isConflict = Boolean(place("conflict").firstElementChild);
  say(answer?.message || (isConflict ? data.textConflict : data.textFailed), { level: "error" });
  place(isConflict ? "conflict" : "lock").scrollIntoView({ block: "nearest" });
  form.dispatchEvent(new CustomEvent("editing:checked", { detail: answer, bubbles: true }));
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
  if (isUnsaved) keepOnDevice();
}

function retitle(title) {
  const heading = document.querySelector("#content > h1");
  if (!heading || heading.textContent === title) return;
  document.title = document.title.replace(heading.textContent, title);
  heading.textContent = title;
}

// --- Places that are filled anew

function fill(parts) {
  for (const [id, html] of Object.entries(parts)) {
    const shown = document.getElementById(id);
    if (id === "problems") showProblems(html);
    else if (shown) refill(shown, html);
  }
}

// What was typed into a form of such a place, as into that of the workflow, is carried over.
function refill(shown, html) {
  const typed = [...shown.querySelectorAll("input, select, textarea")].filter(
    (field) => field.type !== "hidden" && field.name && field.matches(":user-valid, :user-invalid"),
  );
  const values = typed.map((field) => [field.name, field.value]);
  shown.innerHTML = html;
  for (const [name, value] of values) {
    const field = shown.querySelector(`[name="${CSS.escape(name)}"]`);
    if (field) field.value = value;
  }
}

// The count stays in place, so that screen readers say the new count and say it only when it changes.
function showProblems(html) {
  const shown = document.getElementById("problems");
  const next = new DOMParser().parseFromString(html, "text/html").getElementById("problems");
  if (!shown || !next) return;
  const [count, newCount] = [shown, next].map((section) => section.querySelector(".problems-count"));
  const words = newCount.textContent.replace(/\s+/g, " ").trim();
  if (count.textContent.replace(/\s+/g, " ").trim() !== words) count.textContent = words;
  shown.querySelector("ol")?.remove();
  const list = next.querySelector("ol");
  if (list) shown.append(document.adoptNode(list));
}

// --- The problems follow the typing

let checkTimer = 0;
let checkPause = CHECK_AFTER;
let checking = new AbortController();

function checkSoon() {
  clearTimeout(checkTimer);
  checkTimer = setTimeout(check, checkPause);
}

async function check() {
  clearTimeout(checkTimer);
  checking.abort();
  checking = new AbortController();
  const { signal } = checking;
  const begun = performance.now();
  const body = fields({ do: "check" });
  try {
    const response = await fetch(form.getAttribute("action"), {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      signal,
    });
    const { kind, json } = await read(response);
    if (kind !== "ok" || signal.aborted) return;
    fill(json.parts);
    form.dispatchEvent(new CustomEvent("editing:checked", { detail: json, bubbles: true }));
  } catch {
    // Keeping the unsaved work tells what is wrong with the connection.
  }
  checkPause = Math.max(CHECK_AFTER, performance.now() - begun); // a large article is not checked at every key
}

// --- The lock

let isHolding = false;
let wasHolding = false;
let lastUse = 0;
let lastBeat = 0;

async function beat(deed = "hold") {
  if (!data.lock) return;
  lastBeat = Date.now();
  const token = form.elements.csrfmiddlewaretoken.value;
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, do: deed, had: wasHolding ? "1" : "" });
  const { kind, json } = await post(data.lock, body);
  if (kind !== "ok" || !json) return;
  isHolding = json.is_mine;
  wasHolding ||= json.is_mine;
  if (place("lock").innerHTML.trim() !== json.html.trim()) place("lock").innerHTML = json.html;
}

function beatWhileUsed() {
  if (isUnsaved && Date.now() - lastUse < USED) beat();
}

// --- Events

function changed() {
  changes += 1;
  isUnsaved = true;
  isKept = false;
  lastUse = Date.now();
  if (!wanted) say(data.textUnsaved);
  clearTimeout(deviceTimer);
  deviceTimer = setTimeout(keepOnDevice, DEVICE_AFTER);
  keepSoon();
  checkSoon();
  if (!isHolding && Date.now() - lastBeat > RETRY) beat();
  form.dispatchEvent(new CustomEvent("editing:changed", { bubbles: true }));
}

const DEEDS = {
  save: (deed) => inTurn(() => save(deed)),
  publish: (deed) => inTurn(() => save(deed)),
  "save-anyway": (deed) => inTurn(() => save(deed)),
  check: () => check(),
  "take-over": (deed) => beat(deed),
  "keep-mine": (_deed, button) => {
    form.elements.based_on.value = button.dataset.revision;
    place("conflict").replaceChildren();
    changed();
    say(data.textOnTop.replace("{number}", button.dataset.revision));
  },
};

function submitted(event) {
  const button = event.submitter;
  if (event.defaultPrevented || button?.formTarget) return;
  const act = button?.name === "do" && DEEDS[button.value];
  if (act) {
    event.preventDefault();
    if (["save", "publish", "save-anyway"].includes(button.value)) retries = 0;
    act(button.value, button);
    return;
  }
  if (button?.value === "discard") {
    forgetOnDevice();
    localStorage.removeItem(foundKey());
  }
  isLeaving = true;
}

function start() {
  for (const spare of form.querySelectorAll(".without-script")) spare.hidden = true;
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (!("form" in field) || field.form === form) changed(); // fields of the page's own, such as the preview's width
  });
  form.addEventListener("submit", submitted);
  document.addEventListener("keydown", (event) => {
    lastUse = Date.now();
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-save]"));
    }
  });
  document.addEventListener("pointerdown", () => {
    lastUse = Date.now();
  });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved && !isKept && !isLeaving) event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    if (isUnsaved && !isKept && !isLeaving) keepOnDevice();
    if (!isHolding) return;
    const token = form.elements.csrfmiddlewaretoken.value;
    navigator.sendBeacon(data.lock, new URLSearchParams({ csrfmiddlewaretoken: token, do: "release" }));
    isHolding = false;
  });
  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });
  for (const event of ["online", "focus"]) window.addEventListener(event, retry);
  setInterval(beatWhileUsed, BEAT);
  findOnDevice();
  if (data.unsaved !== "yes") return;
  if (data.restored === "yes") {
    isUnsaved = true;
    say(data.textUnsaved);
  } else {
    changed(); // brought here by another page of the editors, not kept yet
  }
}

if (form && data) start();
