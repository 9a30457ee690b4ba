// The targets of choices: the title stands beside the key, and a name in place of a key becomes the key.

import { keyOf, main, outline, words } from "./rows.js";

const targets = document.getElementById("targets");
const contactTitle = targets.querySelector('[value="contact"]')?.textContent ?? "";
let titles = new Map([...targets.options].map((option) => [option.value, option.textContent]));
let targetTimer = 0;

export function retargetSoon() {
  clearTimeout(targetTimer);
  targetTimer = setTimeout(retarget, 150);
}

export function retarget() {
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

export function showTarget(field) {
  const shown = field.parentElement.querySelector(".leads-to");
  const written = field.value.trim();
  const title = titles.get(written) ?? (written ? words.sentences.nowhere : "");
  if (shown.textContent !== title) shown.textContent = title;
  shown.classList.toggle("nowhere", Boolean(written) && !titles.has(written));
}

export function resolve(field) {
  if (targetTimer) retarget();
  const written = field.value.trim().toLowerCase();
  const known = field.name === "choice-to" ? [...titles] : [...field.list.options].map((o) => [o.value, o.textContent]);
  const found = known.find(([key]) => key === written) ?? known.find(([, name]) => name.trim().toLowerCase() === written);
  if (found && written) [field.value] = found;
  if (field.name === "choice-to") showTarget(field);
}
