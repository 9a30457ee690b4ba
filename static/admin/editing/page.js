// The editor's form, its places, and what is known of the work in it.

export const form = document.getElementById("editing");
export const data = document.getElementById("editing-data")?.dataset; // absent where nothing can be saved
export const kept = document.getElementById("editing-kept");
const state = document.getElementById("editing-state");

export const work = {
  changes: 0, // counts, so that an answer knows whether it is about what stands here now
  isUnsaved: false,
  isKept: true, // on the portal
  isLeaving: false,
  wanted: "", // the button whose save has not come through
};

export const place = (id) => document.getElementById(`editing-${id}`);

export function tell(name, detail) {
  form.dispatchEvent(new CustomEvent(`editing:${name}`, { detail, bubbles: true }));
}

// --- What is said beside the buttons

const WORDS = {
  offline: "textOffline",
  failed: "textFailed",
  "signed-out": "textSignedOut",
  "other-person": "textOtherPerson",
  forbidden: "textForbidden",
  "too-large": "textTooLarge",
};

export function say(text, { level = "", link = "" } = {}) {
  if (state.dataset.said === text) return;
  state.dataset.said = text;
  state.dataset.level = level;
  state.textContent = text;
  if (!link) return;
  const anchor = Object.assign(document.createElement("a"), { href: link, target: "_blank", rel: "noopener" });
  anchor.textContent = data.textSignIn;
  state.append(" ", anchor);
}

export const isFault = (kind) => kind in WORDS;

export function sayFault(kind) {
  say(data[WORDS[kind]], { level: "error", link: kind === "signed-out" ? data.signIn : "" });
}

export const asksToSignIn = () => Boolean(state.querySelector("a"));
