// The preview of a shared procedure follows the typing. Without this file the button below it does the same.

const PAUSE = 400; // milliseconds without a key before the text is sent

const text = document.getElementById("id_text");
const frame = document.querySelector("iframe[name=preview]");
const button = document.querySelector("[data-preview]");

let timer = 0;
let running = new AbortController();

// Only the body changes, so that the frame neither flashes nor loses its place.
function show(html) {
  const shown = frame.contentDocument;
  if (!shown?.body) return;
  const top = shown.documentElement.scrollTop;
  shown.body.replaceWith(shown.adoptNode(new DOMParser().parseFromString(html, "text/html").body));
  shown.documentElement.scrollTop = top;
}

async function refresh() {
  running.abort();
  running = new AbortController();
  const body = new FormData(text.form);
  try {
    const response = await fetch(button.formAction, { method: "POST", body, signal: running.signal });
    // A redirect leads to the sign-in page; the last preview stays, and saving says what is wrong.
    if (response.ok && !response.redirected) show(await response.text());
  } catch (error) {
    if (error.name !== "AbortError") button.hidden = false;
  }
}

if (text && button) {
  button.hidden = true;
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  });
}
