// Zooms the picture of a guide without loading the page anew. Scrolling is the browser's own.

const STEP = 1.25;
const LEAST = 5; // percent
const MOST = 400;

const view = document.getElementById("picture");
const picture = view.querySelector("svg");
const tools = document.querySelector(".picture-tools");
const { width, height } = picture.viewBox.baseVal;

let percent = (100 * picture.width.baseVal.value) / width;

// What is in the middle of the view stays there.
function zoomTo(wanted) {
  const next = Math.min(Math.max(wanted, LEAST), MOST);
  const factor = next / percent;
  const left = (view.scrollLeft + view.clientWidth / 2) * factor - view.clientWidth / 2;
  const top = (view.scrollTop + view.clientHeight / 2) * factor - view.clientHeight / 2;
  percent = next;
  picture.setAttribute("width", (width * percent) / 100);
  picture.setAttribute("height", (height * percent) / 100);
  view.scrollTo(left, top);
  tools.querySelector(".picture-percent").value = `${Math.round(percent)} %`;
  for (const link of tools.querySelectorAll("[data-zoom]")) {
    if (Number(link.dataset.zoom) === Math.round(percent)) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

// A tall picture fits by its width alone: nothing could be read in it otherwise.
function fitting() {
  const byWidth = (100 * view.clientWidth) / width;
  const byHeight = (100 * view.clientHeight) / height;
  return byHeight < 25 ? byWidth : Math.min(byWidth, byHeight);
}

const deeds = {
  in: () => zoomTo(percent * STEP),
  out: () => zoomTo(percent / STEP),
  fit: () => zoomTo(fitting()),
};

function showStart() {
  const start = document.getElementById("picture-start").getBoundingClientRect();
  const frame = view.getBoundingClientRect();
  view.scrollBy(
    start.left - frame.left - (frame.width - start.width) / 2,
    start.top - frame.top - (frame.height - start.height) / 2,
  );
}

tools.addEventListener("click", (event) => {
  const tool = event.target.closest("[data-do], [data-zoom]");
  if (!tool) return;
  event.preventDefault();
  if (tool.dataset.do) deeds[tool.dataset.do]();
  else zoomTo(Number(tool.dataset.zoom));
});

view.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const deed = { "+": "in", "=": "in", "-": "out", 0: "fit" }[event.key];
  if (!deed) return;
  event.preventDefault();
  deeds[deed]();
});

tools.querySelector(".picture-buttons").hidden = false;
if (document.getElementById("picture-start") && !location.hash) showStart();
