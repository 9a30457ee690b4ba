// The places of the page that an answer of the portal fills anew.

export function fill(parts) {
  for (const [id, html] of Object.entries(parts)) {
    const shown = document.getElementById(id);
    if (id === "problems") showProblems(html);
    else if (shown) refill(shown, html);
  }
}

// What was typed into a form of such a place, as into that of the workflow, is carried over.
function refill(shown, html) {
  const typed = [...shown.querySelectorAll("input, select, textarea")].filter(
    (field) => field.type !== "hidden" && field.name && field.matches(":user-valid, :user-invalid"),
  );
  const values = typed.map((field) => [field.name, field.value]);
  shown.innerHTML = html;
  for (const [name, value] of values) {
    const field = shown.querySelector(`[name="${CSS.escape(name)}"]`);
    if (field) field.value = value;
  }
}

// The count stays in place, so that screen readers say the new count and say it only when it changes.
function showProblems(html) {
  const shown = document.getElementById("problems");
  const next = new DOMParser().parseFromString(html, "text/html").getElementById("problems");
  if (!shown || !next) return;
  const [count, newCount] = [shown, next].map((section) => section.querySelector(".problems-count"));
  const words = newCount.textContent.replace(/\s+/g, " ").trim();
  if (count.textContent.replace(/\s+/g, " ").trim() !== words) count.textContent = words;
  shown.querySelector("ol")?.remove();
  const list = next.querySelector("ol");
  if (list) shown.append(document.adoptNode(list));
}

export function retitle(title) {
  const heading = document.querySelector("#content > h1");
  if (!heading || heading.textContent === title) return;
  document.title = document.title.replace(heading.textContent, title);
  heading.textContent = title;
}
