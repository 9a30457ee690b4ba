// The outline editor's comforts: its structural buttons work at once, rows follow keys and the pointer, parts collapse, titles
// of targets and problems stand beside their fields. Without this file the portal does the same at each button.
//
// The page's order is the form's order: a row that moves in the page has moved in the form. `data-kind` marks a row,
// `data-slot` what holds rows, `data-main` the field a row is written in. A row added here has a key of the form `@7`, or
// one made from its title, until the portal has saved it.

const form = document.getElementById("editing");
const outline = form.querySelector(".outline");
const words = JSON.parse(document.getElementById("outline-words").textContent);
const live = document.getElementById("outline-said");

const SLOTS = {
  scenario: "scenarios", fix: "fixes", step: "steps", procedure: "steps", question: "questions", choice: "choices",
  item: "items", text: "blocks", callout: "blocks",
}; // prettier-ignore
const TITLED = "[data-kind=scenario], [data-kind=fix], [data-kind=question]";
const KEYED = `${TITLED}, [data-kind=step], [data-kind=procedure], [data-kind=choice], [data-kind=item]`;
const FOLDED = `outline-folded:${form.getAttribute("action")}`;
const UNSURE = /^(i['’]m )?not sure\.?$/i;

// --- Rows

const rowOf = (element) => element?.closest?.("[data-kind]");
const main = (row) => row.querySelector("[data-main]");
const keyField = (row) => row.querySelector("input[name=row]");
const keyOf = (row) => keyField(row).value.replace(/^[^:]*:/, "");
const rowsIn = (slot) => [...slot.children].filter((child) => child.dataset.kind);
const siblings = (row) => rowsIn(row.parentElement);

function setKey(row, key) {
  keyField(row).value = `${row.dataset.kind}:${key}`;
}

function parentRow(row) {
  return rowOf(row.parentElement);
}

function pathOf(row) {
  const { kind } = row.dataset;
  if (kind === "contact") return "contact";
  const parent = parentRow(row);
  return parent ? `${pathOf(parent)}/${keyOf(row)}` : keyOf(row);
}

function fieldsOf(row) {
  return [...row.querySelectorAll(":scope > .line :is(input, textarea, select):not([name=row])")];
}

function isEmpty(row) {
  return !row.querySelector("[data-slot] [data-kind]") && fieldsOf(row).every((field) => !field.value.trim());
}

// --- What is said and told

function say(sentence, row) {
  const all = row.isConnected ? siblings(row) : [];
  live.textContent = words.sentences[sentence]
    .replace("%(kind)s", words.kinds[row.dataset.kind])
    .replace("%(number)s", all.indexOf(row) + 1)
    .replace("%(count)s", all.length);
}

function changed(row) {
  outline.dispatchEvent(new Event("input", { bubbles: true }));
  if (row.matches("[data-kind=scenario], [data-kind=question]")) retargetSoon();
}

function focusRow(row, atEnd = true) {
  unfold(row);
  const field = main(row);
  field.focus();
  if (atEnd && field.setSelectionRange) field.setSelectionRange(field.value.length, field.value.length);
  field.scrollIntoView({ block: "nearest" });
}

// --- Keys of new rows, by the rules of the portal

let lastName = 0;
for (const field of outline.querySelectorAll('input[name=row][value*=":@"]')) {
  lastName = Math.max(lastName, Number(field.value.split(":@")[1]) || 0);
  rowOf(field).dataset.new = "";
}

const LETTERS = { æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ħ: "h", ı: "i", ß: "ss" };
const KEY_LENGTH = 60;

function slugify(text) {
  const folded = text.replace(/['’ʼ]/g, "").normalize("NFKC").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  const slug = (folded.replace(/[æœøđðþłħıß]/g, (letter) => LETTERS[letter]).match(/[a-z0-9]+/g) || []).join("-");
  if (slug.length <= KEY_LENGTH) return slug;
  const end = slug.lastIndexOf("-", KEY_LENGTH);
  return end > 0 ? slug.slice(0, end) : slug.slice(0, KEY_LENGTH);
}

function unique(base, taken) {
  let key = base;
  for (let number = 2; taken.has(key); number += 1) {
    const suffix = `-${number}`;
    key = base.slice(0, KEY_LENGTH - suffix.length).replace(/-+$/, "") + suffix;
  }
  return key;
}

// The key of a new scenario, fix or question follows its title, and the choices that lead to it follow the key.
function rename(row) {
  const old = keyOf(row);
  const base = slugify(main(row).value);
  const others = [...outline.querySelectorAll(TITLED)].filter((other) => other !== row).map(keyOf);
  const key = base ? unique(base, new Set([...words.reserved, ...others])) : old.startsWith("@") ? old : `@${++lastName}`;
  if (key === old) return;
  setKey(row, key);
  if (old.startsWith("@")) return;
  for (const field of outline.querySelectorAll("[name=choice-to]")) if (field.value === old) field.value = key;
}

function christen(row) {
  for (const each of [row, ...row.querySelectorAll(KEYED)]) {
    if (!each.matches(KEYED) || keyOf(each)) continue;
    setKey(each, `@${++lastName}`);
    each.dataset.new = "";
  }
}

// --- Adding, duplicating, removing

function make(kind) {
  const row = document.getElementById(`new-${kind}`).content.firstElementChild.cloneNode(true);
  row.removeAttribute("id");
  for (const each of row.querySelectorAll("[id]")) each.removeAttribute("id");
  christen(row);
  return row;
}

function add(kind, slot, after = null) {
  const row = make(kind);
  if (after) after.after(row);
  else {
    const last = rowsIn(slot).at(-1);
    if (kind === "choice" && last && UNSURE.test(main(last).value.trim())) last.before(row);
    else slot.append(row);
  }
  if (kind === "fix" && siblings(row).length > 1) row.querySelector("[name=fix-role]").value = "fallback";
  finish(row, "add");
  return row;
}

function finish(row, sentence) {
  for (const area of row.querySelectorAll("textarea")) fit(area);
  focusRow(row);
  say(sentence, row);
  changed(row);
}

function addBelow(row) {
  const next = row.nextElementSibling;
  if (next?.dataset.kind && isEmpty(next)) return focusRow(next);
  const kind = row.dataset.kind === "procedure" ? "step" : row.dataset.kind;
  return add(kind, row.parentElement, row);
}

// A part of the page that holds such rows: the nearest one around the element.
function slotFor(kind, element) {
  for (let scope = element; scope; scope = scope.parentElement.closest("[data-kind], .part")) {
    const slot = scope.querySelector(`[data-slot=${SLOTS[kind]}]`);
    if (slot) return slot;
  }
  return null;
}

function duplicate(row) {
  const values = [...row.querySelectorAll("select")].map((field) => field.value);
  tools.remove();
  const copy = row.cloneNode(true);
  [...copy.querySelectorAll("select")].forEach((field, index) => { field.value = values[index]; }); // prettier-ignore
  for (const notice of copy.querySelectorAll(".removed-row, .wrong")) notice.remove();
  for (const each of copy.querySelectorAll("[id]")) each.removeAttribute("id");
  copy.removeAttribute("id");
  if (copy.matches(KEYED)) setKey(copy, "");
  for (const each of copy.querySelectorAll(TITLED)) setKey(each, "");
  christen(copy);
  row.after(copy);
  for (const each of [copy, ...copy.querySelectorAll(TITLED)]) if (each.matches(TITLED)) rename(each);
  finish(copy, "duplicate");
}

const removedRows = new WeakMap();

function remove(row) {
  tools.remove();
  say("remove", row);
  const notice = document.createElement(row.tagName === "LI" ? "li" : "div");
  notice.className = "removed-row";
  const button = Object.assign(document.createElement("button"), { type: "button", className: "undo" });
  button.textContent = words.sentences["undo-button"];
  notice.append(words.sentences.removed.replace("%(kind)s", words.kinds[row.dataset.kind]), " ", button);
  removedRows.set(notice, row);
  row.replaceWith(notice);
  button.focus();
  changed(row);
}

function undo(notice) {
  const row = removedRows.get(notice);
  notice.replaceWith(row);
  finish(row, "undo");
}

function removeEmpty(row) {
  const all = siblings(row);
  const former = all[all.indexOf(row) - 1];
  if (!former && all.length === 1) return;
  tools.remove();
  row.remove();
  say("removed", row);
  focusRow(former ?? all[1]);
  changed(row);
}

// --- Moving

// Also over the edge, into the neighboring part that holds such rows.
function move(row, step) {
  const all = siblings(row);
  const neighbor = all[all.indexOf(row) + step];
  if (neighbor) return settle(row, () => (step < 0 ? neighbor.before(row) : neighbor.after(row)), step);
  const slots = [...outline.querySelectorAll(`[data-slot=${SLOTS[row.dataset.kind]}]`)].filter((slot) => !row.contains(slot));
  const slot = slots[slots.indexOf(row.parentElement) + step];
  if (!slot) return say(step < 0 ? "first" : "last", row);
  return settle(row, () => (step < 0 ? slot.append(row) : slot.prepend(row)), step);
}

function settle(row, put, step) {
  const active = row.contains(document.activeElement) ? document.activeElement : main(row);
  const selection = [active.selectionStart, active.selectionEnd];
  put();
  unfold(row);
  active.focus({ preventScroll: true });
  if (typeof selection[0] === "number" && active.setSelectionRange) active.setSelectionRange(...selection);
  row.scrollIntoView({ block: "nearest" });
  say(step < 0 ? "up" : "down", row);
  changed(row);
}

// --- Dragging by the handle

let dragged = null;

function startDrag(event) {
  const row = rowOf(event.target);
  if (!event.target.matches(".grip") || event.button || outline.disabled) return;
  event.preventDefault();
  dragged = { row, slot: row.parentElement, next: row.nextElementSibling, hasMoved: false };
  event.target.setPointerCapture(event.pointerId);
}

function drag(event) {
  if (!dragged) return;
  const { row } = dragged;
  const edge = 60;
  if (event.clientY < edge) scrollBy(0, -20);
  if (event.clientY > innerHeight - edge) scrollBy(0, 20);
  row.classList.add("dragged");
  const name = SLOTS[row.dataset.kind];
  const under = document.elementFromPoint(event.clientX, event.clientY);
  if (!under || row.contains(under)) return;
  let over = under;
  while (over && !(over.parentElement?.dataset.slot === name && over.dataset.kind)) over = over.parentElement;
  const slot = over ? over.parentElement : under.closest(`[data-slot=${name}]`);
  if (!slot || !outline.contains(slot) || row.contains(slot)) return;
  const box = over?.getBoundingClientRect();
  if (!over) slot.append(row);
  else if (event.clientY < box.top + box.height / 2) over.before(row);
  else over.after(row);
  dragged.hasMoved = true;
}

function drop(isCanceled) {
  if (!dragged) return;
  const { row, slot, next, hasMoved } = dragged;
  dragged = null;
  row.classList.remove("dragged");
  if (isCanceled) slot.insertBefore(row, next);
  focusRow(row);
  if (!hasMoved || isCanceled) return;
  const wasAbove = slot !== row.parentElement || !next || row.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_FOLLOWING;
  say(wasAbove ? "up" : "down", row);
  changed(row);
}

// --- Collapsing

function fold(row, isFolded) {
  row.toggleAttribute("data-folded", isFolded);
  row.querySelector(".fold").setAttribute("aria-expanded", String(!isFolded));
}

function unfold(row) {
  let hasChanged = false;
  for (let at = parentRow(row); at; at = parentRow(at)) {
    if (!at.hasAttribute("data-folded")) continue;
    fold(at, false);
    hasChanged = true;
  }
  if (hasChanged) rememberFolds();
}

function foldAll(kind) {
  const rows = [...outline.querySelectorAll(`[data-kind=${kind}]`)];
  const isFolded = rows.some((row) => !row.hasAttribute("data-folded"));
  for (const row of rows) fold(row, isFolded);
  rememberFolds();
}

function rememberFolds() {
  const folded = [...outline.querySelectorAll("[data-folded]")].map((row) => keyField(row).value);
  sessionStorage.setItem(FOLDED, JSON.stringify(folded));
}

function recallFolds() {
  const kept = JSON.parse(sessionStorage.getItem(FOLDED) || "null");
  if (!kept) return;
  const folded = new Set(kept);
  for (const row of outline.querySelectorAll(TITLED)) {
    const needsLook = row.querySelector(".problem-error, [autofocus]");
    fold(row, folded.has(keyField(row).value) && !needsLook);
  }
}

// --- Targets of choices, and other names

const targets = document.getElementById("targets");
const contactTitle = targets.querySelector('[value="contact"]')?.textContent ?? "";
let titles = new Map([...targets.options].map((option) => [option.value, option.textContent]));
let targetTimer = 0;

function retargetSoon() {
  clearTimeout(targetTimer);
  targetTimer = setTimeout(retarget, 150);
}

function retarget() {
  clearTimeout(targetTimer);
  targetTimer = 0;
  const rows = [...outline.querySelectorAll("[data-kind=question], [data-kind=scenario]")];
  titles = new Map(rows.map((row) => [keyOf(row), main(row).value]).filter(([key]) => !key.startsWith("@")));
  titles.set("contact", contactTitle);
  const options = [...titles].map(([key, title]) => {
    const option = document.createElement("option");
    option.value = key;
    option.textContent = title;
    return option;
  });
  targets.replaceChildren(...options);
  for (const field of outline.querySelectorAll("[name=choice-to]")) showTarget(field);
}

function showTarget(field) {
  const shown = field.parentElement.querySelector(".leads-to");
  const written = field.value.trim();
  const title = titles.get(written) ?? (written ? words.sentences.nowhere : "");
  if (shown.textContent !== title) shown.textContent = title;
  shown.classList.toggle("nowhere", Boolean(written) && !titles.has(written));
}

// A name in place of a key becomes the key.
function resolve(field) {
  if (targetTimer) retarget();
  const written = field.value.trim().toLowerCase();
  const known = field.name === "choice-to" ? [...titles] : [...field.list.options].map((o) => [o.value, o.textContent]);
  const found = known.find(([key]) => key === written) ?? known.find(([, name]) => name.trim().toLowerCase() === written);
  if (found && written) [field.value] = found;
  if (field.name === "choice-to") showTarget(field);
}

// --- Problems at their rows

function rowsByPath() {
  const rows = new Map();
  for (const row of outline.querySelectorAll(`${KEYED}, [data-kind=contact]`)) {
    const path = pathOf(row);
    if (!rows.has(path)) rows.set(path, row);
  }
  return rows;
}

// The block that a field such as "body.2" means: texts side by side count as one, as does a step's own text.
function blockOf(row, field) {
  const [name, number] = field.split(".");
  if (number === undefined) return row;
  const holder = name === "outcome" ? row?.querySelector("[data-kind=outcome]") : row;
  const slot = (holder ?? outline).querySelector("[data-slot=blocks]");
  let last = row?.matches("[data-kind=step], [data-kind=procedure]") && main(row).value.trim() ? "text" : "";
  let count = last ? 0 : -1;
  for (const block of rowsIn(slot)) {
    const { kind } = block.dataset;
    if (kind === "text" && !main(block).value.trim()) continue;
    if (kind === "callout" || last !== "text") count += 1;
    last = kind;
    if (count === Number(number)) return block;
  }
  return row;
}

function fieldFor(row, name) {
  const known = { body: "text", procedure: "name" };
  return row.querySelector(`:scope > .line [name$="-${known[name] ?? name}"]`) ?? row.querySelector(":scope > .line [data-main]");
}

function showProblems(problems, isLive) {
  for (const list of outline.querySelectorAll(".wrong")) list.remove();
  for (const field of outline.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  const rows = rowsByPath();
  for (const problem of problems) {
    if (problem.node.startsWith("@") && !problem.node.includes("/@") && !rows.has(problem.node)) {
      showAt(document.getElementById(`field-${problem.node.slice(1).split("/")[0]}`), problem);
      continue;
    }
    const row = blockOf(rows.get(problem.node), problem.field);
    if (!row || (isLive && (row.hasAttribute("data-new") || row.contains(document.activeElement)))) continue;
    showAt(fieldFor(row, problem.field) ?? row.firstElementChild, problem, row.querySelector(":scope > .line") ?? row);
  }
}

let wrongs = 0;

function showAt(field, problem, place = field?.parentElement) {
  if (!field) return;
  let list = place.querySelector(":scope > .wrong");
  if (!list) {
    list = Object.assign(document.createElement("ul"), { className: "wrong", id: `wrong-here-${++wrongs}` });
    place.append(list);
  }
  const item = Object.assign(document.createElement("li"), { className: `problem-${problem.severity}` });
  item.textContent = problem.message;
  list.append(item);
  if (!field.matches("input, textarea, select")) return;
  field.setAttribute("aria-describedby", list.id);
  if (problem.severity === "error") field.setAttribute("aria-invalid", "true");
}

function goTo(hash) {
  if (hash.startsWith("#field-")) return document.getElementById(hash.slice(1))?.focus();
  const row = rowsByPath().get(hash.slice("#node-".length).replaceAll("--", "/"));
  if (!row) return false;
  if (row.dataset.kind === "contact") row.scrollIntoView();
  else focusRow(row);
  return true;
}

// --- The buttons of the row in use: one set, which goes along

const tools = document.getElementById("outline-tools").content.firstElementChild;
const toolButtons = [...tools.querySelectorAll("button")];

function lend(row) {
  const line = row?.querySelector(":scope > .line");
  if (!line || outline.disabled || tools.parentElement === line) return;
  for (const button of toolButtons) {
    button.hidden = button.dataset.for !== undefined && !button.dataset.for.split(" ").includes(row.dataset.kind);
    button.tabIndex = button === toolButtons[0] ? 0 : -1;
  }
  tools.setAttribute("aria-label", words.sentences.tools.replace("%(kind)s", words.kinds[row.dataset.kind]));
  line.append(tools);
}

function turnTo(button) {
  for (const each of toolButtons) each.tabIndex = each === button ? 0 : -1;
  button.focus();
}

const OPS = {
  up: (row) => move(row, -1),
  down: (row) => move(row, 1),
  duplicate,
  remove,
  "add-text": (row) => add("text", slotFor("text", row)),
  "add-callout": (row) => add("callout", slotFor("callout", row)),
};

// --- Keys

const isVisible = (field) => !field.disabled && field.checkVisibility();

function nextField(field) {
  const all = [...outline.querySelectorAll("[data-main], .outline-header :is(input, select, textarea)")];
  const next = all.slice(all.indexOf(field) + 1).find(isVisible);
  next?.focus();
}

const CHILDREN = { scenario: "fix", fix: "step", question: "choice" };

function enterTitle(row) {
  fold(row, false);
  const first = row.querySelector(":scope > .inside [data-main]");
  if (first) first.focus();
  else add(CHILDREN[row.dataset.kind], slotFor(CHILDREN[row.dataset.kind], row));
}

// In a text of several lines Enter is a line break, and on an empty last line it leads on.
function leavesText(field) {
  if (!field.value.trim()) return true;
  if (field.selectionStart !== field.value.length || !field.value.endsWith("\n")) return false;
  field.value = field.value.replace(/\n+$/, "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

// What Enter does in a field; false leaves it to the browser.
function enter(field) {
  const row = rowOf(field);
  if (field.name === "summary") return nextField(field) ?? true;
  switch (field.name) {
    case "scenario-title": case "fix-title": case "question-title": // prettier-ignore
      return enterTitle(row) ?? true;
    case "step-text":
      if (field.value.includes("\n") && !leavesText(field)) return false;
      return (isEmpty(row) ? nextField(field) : addBelow(row), true);
    case "choice-label":
      return (row.querySelector("[name=choice-to]").focus(), true);
    case "choice-to": case "step-destination": // prettier-ignore
      resolve(field);
      return (addBelow(row), true);
    case "item-label": case "procedure-name": // prettier-ignore
      return (isEmpty(row) ? nextField(field) : addBelow(row), true);
    case "callout-title":
      return (main(row).focus(), true);
    default:
      if (field.tagName !== "TEXTAREA") return nextField(field) ?? true;
      return leavesText(field) && (nextField(field) ?? true);
  }
}

function onKey(event) {
  if (event.isComposing || event.defaultPrevented) return;
  if (event.key === "Escape" && dragged) return drop(true);
  const { target } = event;
  if (event.key === "Tab") return lend(rowOf(target));
  if (tools.contains(target)) return onToolKey(event);
  if (event.altKey && !event.ctrlKey && !event.metaKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
    const row = rowOf(target);
    if (!row || row.dataset.kind in { contact: 1, outcome: 1 }) return;
    event.preventDefault();
    return move(row, event.key === "ArrowUp" ? -1 : 1);
  }
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key === "Enter" && target.matches("input:not([type=checkbox]), textarea")) {
    if (enter(target) !== false) event.preventDefault();
  }
  if (event.key === "Backspace" && target.matches("[name=step-text], [name=choice-label], [name=item-label]")) {
    const row = rowOf(target);
    if (!isEmpty(row)) return;
    event.preventDefault();
    removeEmpty(row);
  }
}

function onToolKey(event) {
  const shown = toolButtons.filter((button) => !button.hidden);
  const steps = { ArrowRight: 1, ArrowLeft: -1 };
  if (event.altKey || !(event.key in steps)) return;
  event.preventDefault();
  const at = shown.indexOf(event.target) + steps[event.key];
  turnTo(shown[(at + shown.length) % shown.length]);
}

// --- Sizes, where the browser does not grow a text field by itself

const grows = CSS.supports("field-sizing", "content");

function fit(area) {
  if (!grows) area.rows = Math.max(area.value.split("\n").length, Math.ceil(area.value.length / 90), 1);
}

// --- Events, each heard once for all rows

function onClick(event) {
  const button = event.target.closest("button");
  if (!button || button.name === "do") return;
  const row = rowOf(button);
  if (button.matches(".add")) {
    event.preventDefault();
    const kind = button.value.split(":")[0].replace("add-", "");
    add(kind, slotFor(kind, button.closest("[data-kind], .part")));
  } else if (button.dataset.op) {
    OPS[button.dataset.op](row);
    if (toolButtons.includes(button) && button.dataset.op in { up: 1, down: 1 }) turnTo(button);
  } else if (button.matches(".undo")) {
    undo(button.closest(".removed-row"));
  } else if (button.matches(".fold")) {
    fold(row, !row.hasAttribute("data-folded"));
    rememberFolds();
  } else if (button.dataset.foldAll) {
    foldAll(button.dataset.foldAll);
  }
}

function onInput(event) {
  const { target } = event;
  if (target.tagName === "TEXTAREA") fit(target);
  const row = rowOf(target);
  if (!row || target !== main(row) || !row.matches(TITLED)) {
    if (target.name === "choice-to") showTarget(target);
    return;
  }
  if (row.hasAttribute("data-new")) rename(row);
  if (row.dataset.kind !== "fix") retargetSoon();
}

function onSaved(event) {
  const { keys = {}, slug = "", problems = [] } = event.detail;
  for (const row of outline.querySelectorAll("[data-new]")) {
    const key = keyOf(row);
    if (keys[key]) setKey(row, keys[key]);
    if (keys[key] || !key.startsWith("@")) row.removeAttribute("data-new");
  }
  const address = document.getElementById("field-slug");
  if (!address.value.trim()) address.value = slug;
  if (event.detail.is_all) for (const notice of outline.querySelectorAll(".removed-row")) notice.remove();
  retarget();
  rememberFolds();
  showProblems(problems, false);
}

function start() {
  outline.addEventListener("click", onClick);
  outline.addEventListener("input", onInput);
  outline.addEventListener("keydown", onKey);
  outline.addEventListener("change", (event) => {
    if (event.target.matches("[name=choice-to], [name=step-destination], [name=procedure-name]")) resolve(event.target);
  });
  outline.addEventListener("focusin", (event) => {
    if (!tools.contains(event.target)) lend(rowOf(event.target));
  });
  outline.addEventListener("pointerover", (event) => {
    const line = event.target.closest(".line");
    if (event.pointerType === "mouse" && line && !dragged && !tools.contains(document.activeElement)) lend(rowOf(line));
  });
  outline.addEventListener("pointerdown", startDrag);
  outline.addEventListener("pointermove", drag);
  outline.addEventListener("pointerup", () => drop(false));
  outline.addEventListener("pointercancel", () => drop(true));
  form.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#node-"], a[href^="#field-"]');
    if (!link) return;
    event.preventDefault();
    goTo(link.getAttribute("href"));
  });
  form.addEventListener("editing:saved", onSaved);
  form.addEventListener("editing:checked", (event) => {
    if (event.detail?.problems) showProblems(event.detail.problems, !event.detail.message);
  });
  recallFolds();
  if (!grows) for (const area of outline.querySelectorAll("textarea")) fit(area);
  if (location.hash.startsWith("#node-")) goTo(location.hash);
  lend(rowOf(document.activeElement));
}

start();
