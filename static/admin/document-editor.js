// The document editor's comforts: problems and preview follow the typing, a problem leads to its line, Ctrl/Cmd+S saves,
// and unsaved text is not left by accident. Without this file its form and its buttons do the same.

const PAUSE = 400; // milliseconds without a key before the text is sent
const DESKTOP = 1180; // CSS pixels of the desktop preview, scaled to the room there is

const form = document.querySelector(".document-editor");
const text = document.getElementById("document-text");
const frame = form.querySelector("iframe");
const saveButton = form.querySelector("[data-save]");
const state = form.querySelector(".saved");

// --- Lines

function lineOf(position) {
  return text.value.slice(0, position).split("\n").length;
}

function showLine() {
  const cursor = form.querySelector(".cursor");
  cursor.textContent = cursor.dataset.text.replace("{line}", lineOf(text.selectionStart));
}

// Long lines wrap, so a line's place is measured: in a twin that holds the text above it.
function heightOf(lines) {
  const twin = document.createElement("textarea");
  twin.id = "document-text-measure";
  twin.style.width = `${text.offsetWidth}px`;
  twin.value = lines;
  text.after(twin);
  const height = twin.scrollHeight;
  twin.remove();
  return height;
}

function goTo(line) {
  const lines = text.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  text.focus({ preventScroll: true });
  text.setSelectionRange(start, start + (lines[line - 1] || "").length);
  text.scrollTop = heightOf(text.value.slice(0, start)) - text.clientHeight / 3;
  text.scrollIntoView({ block: "nearest" });
  showLine();
}

form.addEventListener("click", (event) => {
  const link = event.target.closest("[data-line]");
  if (!link) return;
  event.preventDefault();
  goTo(Number(link.dataset.line));
});

document.addEventListener("selectionchange", () => {
  if (document.activeElement === text) showLine();
});

// Saving loads the page anew; the caret and the text stay where they were.
const PLACE = "document-place";

function keepPlace() {
  sessionStorage.setItem(PLACE, JSON.stringify([text.selectionStart, text.scrollTop]));
}

function findPlace() {
  const place = sessionStorage.getItem(PLACE);
  if (!place) return;
  sessionStorage.removeItem(PLACE);
  const [position, top] = JSON.parse(place);
  text.focus({ preventScroll: true });
  text.setSelectionRange(position, position);
  text.scrollTop = top;
  showLine();
}

findPlace();

// --- Preview

// Links of the page would lead the frame away from the draft; those within the page may.
function quiet(event) {
  const link = event.target.closest?.("a[href]");
  if (link && !link.getAttribute("href").startsWith("#")) event.preventDefault();
}

function tame() {
  frame.contentDocument?.addEventListener("click", quiet);
}

// Only the body changes, so that the frame neither flashes nor loses its place, and what is open stays open.
function showPreview(html) {
  const shown = frame.contentDocument;
  if (!shown?.body) return;
  const next = new DOMParser().parseFromString(html, "text/html");
  const open = [...shown.querySelectorAll("details[open][id]")].map((details) => details.id);
  const top = shown.documentElement.scrollTop;
  shown.body.replaceWith(shown.adoptNode(next.body));
  for (const id of open) shown.getElementById(id)?.setAttribute("open", "");
  shown.documentElement.scrollTop = top;
}

function fit() {
  const isPhone = document.getElementById("width-phone").checked;
  const room = frame.parentElement;
  const scale = isPhone ? 1 : Math.min(1, room.clientWidth / DESKTOP);
  frame.style.width = isPhone ? "" : `${room.clientWidth / scale}px`;
  frame.style.height = `${room.clientHeight / scale}px`;
  frame.style.transform = scale < 1 ? `scale(${scale})` : "";
}

frame.addEventListener("load", tame);
tame();
form.addEventListener("change", fit);
new ResizeObserver(fit).observe(frame.parentElement);

// --- Problems

// The count stays in place, so that screen readers say the new count and say it only when it changes.
function showProblems(page) {
  const shown = form.querySelector("#problems");
  const next = new DOMParser().parseFromString(page, "text/html").getElementById("problems");
  const [count, newCount] = [shown, next].map((section) => section.querySelector(".problems-count"));
  const words = newCount.textContent.replace(/\s+/g, " ").trim();
  if (count.textContent !== words) count.textContent = words;
  shown.querySelector("ol")?.remove();
  const list = next.querySelector("ol");
  if (list) shown.append(document.adoptNode(list));
}

// --- What follows the typing

let isUnsaved = form.dataset.saved === "no";
let timer = 0;
let running = new AbortController();

async function send(address, extra) {
  const body = new FormData(form);
  for (const [name, value] of Object.entries(extra)) body.set(name, value);
  const response = await fetch(address, { method: "POST", body, signal: running.signal });
  // A redirect leads to the sign-in page: the session is over.
  if (!response.ok || response.redirected) throw new Error(String(response.status));
  return response.text();
}

async function refresh() {
  running.abort();
  running = new AbortController();
  try {
    const [page, preview] = await Promise.all([
      send(form.action, { check: "1" }),
      send(form.dataset.preview, {}),
    ]);
    showProblems(page);
    showPreview(preview);
    state.value = isUnsaved ? state.dataset.unsaved : "";
  } catch (error) {
    if (error.name !== "AbortError") state.value = state.dataset.failed;
  }
}

if (saveButton) {
  for (const spare of form.querySelectorAll(".without-script")) spare.hidden = true;

  form.addEventListener("input", (event) => {
    if (event.target.name === "width") return;
    isUnsaved = true;
    state.value = state.dataset.unsaved;
    if (event.target !== text) return;
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  });

  // Asked first, so that a lost connection or an ended session costs a message and not the text.
  let isReachable = false;
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (isReachable) {
      isUnsaved = false;
      isReachable = false;
      keepPlace();
      return;
    }
    event.preventDefault();
    try {
      await send(form.action, { check: "1" });
      isReachable = true;
      form.requestSubmit(event.submitter);
    } catch {
      state.value = state.dataset.failed;
    }
  });

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.requestSubmit(saveButton);
    }
  });

  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved) event.preventDefault();
  });

  if (isUnsaved) {
    state.value = state.dataset.unsaved;
    refresh(); // the frame shows what is stored, the text is newer
  }
}
