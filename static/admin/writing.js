// Comforts of every textarea[data-markdown], also of ones added later: what is pasted with structure becomes Markdown,
// and images that are pasted, dropped or chosen are uploaded and put into the text. Without this file both still go:
// text is pasted plain, and images are uploaded on their own page.

const dialog = document.getElementById("image-dialog");
const status = document.getElementById("writing-status");
const FIELD = "textarea[data-markdown]";
const STRUCTURE = /<(?:h[1-6]|li|table|b|strong|i|em|a|img|pre|blockquote|code|s|del)\b|mso-list|font-(?:weight|style)|line-through/i;
const SHOWN = 8000; // milliseconds that a message stays
const AT_ONCE = 100000; // characters from which on the browser's undo makes inserting slow

let fading = 0;

function say(message) {
  status.textContent = message;
  clearTimeout(fading);
  fading = setTimeout(() => { status.textContent = ""; }, SHOWN);
}

function fieldOf(event) {
  const field = event.target.closest?.(FIELD);
  return field && !field.readOnly && !field.disabled ? field : null;
}

// The cookie rather than the page's own token: after signing in again in another tab only the cookie is the right one.
function token() {
  return document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/)?.[1] ?? "";
}

async function post(address, values) {
  const body = new FormData();
  for (const [name, value] of Object.entries(values)) body.set(name, value);
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  const response = await fetch(address, { method: "POST", body, headers });
  // Anything else than JSON is the sign-in page, or what a proxy says.
  return response.json();
}

// --- Into the text

// What each further line begins with, so that it stays in the list item or the quote of the caret.
function indentAt(field) {
  const before = field.value.slice(0, field.selectionStart);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const [start] = line.match(/^(?:[ \t]*>[ \t]?)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?/);
  return { indent: start.replace(/[^>\t ]/g, " "), isFilled: line.length > start.length };
}

// Lists, tables and images stand apart from the text around the caret.
function fitted(field, markdown) {
  const { indent, isFilled } = indentAt(field);
  const [after] = field.value.slice(field.selectionEnd).split("\n", 1);
  const isBlock = markdown.includes("\n") || /^(?:[-|>#`!]|\d+\. )/.test(markdown);
  const start = isBlock && isFilled ? "\n\n" : "";
  const end = isBlock && after.trim() ? "\n\n" : "";
  const text = start + markdown + end;
  return text.replace(/\n(?=[^\n])/g, `\n${indent}`);
}

function insert(field, text) {
  field.focus();
  // The one way that the browser's own undo knows about.
  if (text.length < AT_ONCE && document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
}

// --- Pasting

function fragmentOf(html) {
  const [, inside] = html.match(/<!--StartFragment-->([\s\S]*?)<!--EndFragment-->/) ?? [];
  return inside ?? html;
}

function hasText(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.trim() !== "";
}

async function pasteHtml(field, html, plain) {
  try {
    const { markdown } = await post(dialog.dataset.paste, { html: fragmentOf(html) });
    if (markdown === undefined) throw new Error("refused");
    insert(field, markdown ? fitted(field, markdown) : plain);
    if (markdown) say(dialog.dataset.pasted);
  } catch {
    insert(field, plain);
    say(dialog.dataset.plain);
  }
}

function imagesIn(transfer) {
  return [...transfer.files].filter((file) => file.type.startsWith("image/"));
}

document.addEventListener("paste", (event) => {
  const field = dialog && fieldOf(event);
  if (!field) return;
  const html = event.clipboardData.getData("text/html");
  const images = imagesIn(event.clipboardData);
  // Word and Excel put a picture of copied text beside the text.
  if (images.length && !hasText(html)) {
    event.preventDefault();
    offer(field, images);
  } else if (STRUCTURE.test(html)) {
    event.preventDefault();
    pasteHtml(field, html, event.clipboardData.getData("text/plain"));
  }
});

document.addEventListener("dragover", (event) => {
  if (dialog && fieldOf(event) && event.dataTransfer.types.includes("Files")) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const field = dialog && fieldOf(event);
  if (!field || !event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  const images = imagesIn(event.dataTransfer);
  if (images.length) offer(field, images);
  else say(dialog.dataset.noImage);
});

// --- Images

let target = null;
let place = [0, 0]; // of the caret, which an open dialog takes away
let waiting = [];

function partOf(selector) {
  return dialog.querySelector(selector);
}

function offer(field, files) {
  target = field;
  waiting = [...files];
  ask(waiting.shift());
}

function ask(file) {
  partOf("form").reset();
  refuse("");
  const chosen = new DataTransfer();
  if (file) chosen.items.add(file);
  partOf("[name=image]").files = chosen.files;
  preview();
  place = [target.selectionStart, target.selectionEnd];
  if (!dialog.open) dialog.showModal();
  partOf(file ? "[name=alternative]" : "[name=image]").focus();
}

function refuse(message) {
  partOf(".image-refusal").textContent = message;
}

function preview() {
  const [file] = partOf("[name=image]").files;
  const shown = partOf(".image-preview");
  shown.hidden = true;
  if (!file) return;
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    shown.src = reader.result;
    shown.hidden = false;
  });
  reader.readAsDataURL(file);
}

async function upload() {
  const image = partOf("[name=image]").files[0];
  const alternative = partOf("[name=alternative]").value;
  const button = partOf("[type=submit]");
  if (image.size > Number(dialog.dataset.largest)) return refuse(dialog.dataset.tooLarge);
  button.disabled = true;
  refuse("");
  say(dialog.dataset.uploading);
  try {
    const answer = await post(dialog.dataset.images, { image, alternative });
    if (answer.error) refuse(answer.error);
    else finish(answer.markdown);
  } catch {
    refuse(dialog.dataset.unreachable);
  }
  button.disabled = false;
  if (dialog.open) partOf("[name=alternative]").focus();
  return undefined;
}

function finish(markdown) {
  const next = waiting.shift();
  dialog.close();
  target.focus();
  target.setSelectionRange(...place);
  insert(target, fitted(target, markdown));
  say(dialog.dataset.inserted);
  if (next) ask(next);
}

if (dialog) {
  partOf("form").addEventListener("submit", (event) => {
    event.preventDefault();
    upload();
  });
  partOf("[name=image]").addEventListener("change", preview);
  partOf("[data-cancel]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => target?.focus());
}

// A button that stands for all fields means the one that was written in last.
let last = null;

document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("textarea[data-markdown]")) last = event.target;
});

document.addEventListener("click", (event) => {
  if (!dialog || !event.target.closest?.("[data-insert-image]")) return;
  if (!last?.isConnected) last = document.querySelector("textarea[data-markdown][autofocus], #document-text");
  if (last) offer(last, []);
  else say(dialog.dataset.noField);
});

// --- The page of one image

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    source.select();
    if (navigator.clipboard) await navigator.clipboard.writeText(source.value);
    else document.execCommand("copy");
    button.textContent = button.dataset.copied;
  });
}
