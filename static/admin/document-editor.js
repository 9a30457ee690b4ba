// What only the document editor has: a preview that follows the typing, and problems that lead to their lines.

const PAUSE = 400; // milliseconds without a key before the text is sent
const DESKTOP = 1180; // CSS pixels of the desktop preview, scaled to the room there is

const form = document.querySelector(".document-editor");
const text = document.getElementById("document-text");
const frame = form.querySelector("iframe");

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

// What is shown before the frame has loaded its own address would be replaced by that.
const isLoaded = () => frame.contentDocument?.readyState === "complete" && frame.contentDocument.URL !== "about:blank";
const loaded = isLoaded() ? Promise.resolve() : new Promise((done) => frame.addEventListener("load", done, { once: true }));

frame.addEventListener("load", tame);
tame();
form.addEventListener("change", fit);
new ResizeObserver(fit).observe(frame.parentElement);

// --- What follows the typing

let timer = 0;
let pause = PAUSE;
let running = new AbortController();

async function refresh() {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  const begun = performance.now();
  try {
    const body = new URLSearchParams(new FormData(form));
    const address = document.getElementById("editing-data").dataset.preview;
    const response = await fetch(address, { method: "POST", body, signal });
    const html = await response.text();
    await loaded;
    if (response.ok && !response.redirected && !signal.aborted) showPreview(html);
  } catch {
    // editing.js tells what is wrong with the connection.
  }
  pause = Math.max(PAUSE, performance.now() - begun);
}

form.addEventListener("editing:changed", () => {
  clearTimeout(timer);
  timer = setTimeout(refresh, pause);
});

// The text as it is stored, with the keys of new parts in it; the caret stays at its place in its line.
form.addEventListener("editing:saved", (event) => {
  if (!event.detail.is_all || event.detail.text === text.value) return;
  const caret = lineOf(text.selectionStart);
  const column = text.selectionStart - text.value.lastIndexOf("\n", text.selectionStart - 1) - 1;
  const [typed, stored] = [text.value.split("\n"), event.detail.text.split("\n")];
  const top = text.scrollTop;
  text.value = event.detail.text;
  const line = moved(typed, stored, caret - 1);
  const start = stored.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
  const position = start + Math.min(column, (stored[line] || "").length);
  text.setSelectionRange(position, position);
  text.scrollTop = top;
  showLine();
});

// Where a line has gone: to the line that says the same, or begins so and has got a key.
function moved(typed, stored, line) {
  const places = (lines) => [...lines.keys()].filter((place) => lines[place] === typed[line]);
  const same = places(stored)[places(typed).indexOf(line)];
  if (same !== undefined) return same;
  const begun = stored.findIndex((each) => typed[line].trim() && each.startsWith(typed[line].trimEnd()));
  return begun >= 0 ? begun : Math.min(line, stored.length - 1);
}

if (document.getElementById("editing-data")?.dataset.unsaved === "yes") refresh(); // the frame shows what is stored
