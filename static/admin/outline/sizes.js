// Text fields grow with their text, where the browser does not see to it.

import { outline } from "./rows.js";

const grows = CSS.supports("field-sizing", "content");

export function fit(area) {
  if (!grows) area.rows = Math.max(area.value.split("\n").length, Math.ceil(area.value.length / 90), 1);
}

export function fitAll() {
  if (!grows) for (const area of outline.querySelectorAll("textarea")) fit(area);
}
