// Keys of new rows, by the rules of the portal. A row added here has a key of the form `@7`, or one made from its title,
// until the portal has saved it.

import { KEYED, keyOf, main, outline, rowOf, setKey, TITLED, words } from "./rows.js";

let lastName = 0;
for (const field of outline.querySelectorAll('input[name=row][value*=":@"]')) {
  lastName = Math.max(lastName, Number(field.value.split(":@")[1]) || 0);
  rowOf(field).dataset.new = "";
}

// In an article that was never saved every key is new, also those of the example it begins with.
export const isNew = !document.getElementById("editing-data")?.dataset.article;
if (isNew) for (const row of outline.querySelectorAll(TITLED)) row.dataset.new = "";

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
export function rename(row) {
  const old = keyOf(row);
  const base = slugify(main(row).value);
  const others = [...outline.querySelectorAll(TITLED)].filter((other) => other !== row).map(keyOf);
  const key = base ? unique(base, new Set([...words.reserved, ...others])) : old.startsWith("@") ? old : `@${++lastName}`;
  if (key === old) return;
  setKey(row, key);
  if (old.startsWith("@")) return;
  for (const field of outline.querySelectorAll("[name=choice-to]")) if (field.value === old) field.value = key;
}

export function christen(row) {
  for (const each of [row, ...row.querySelectorAll(KEYED)]) {
    if (!each.matches(KEYED) || keyOf(each)) continue;
    setKey(each, `@${++lastName}`);
    each.dataset.new = "";
  }
}
