/* The search box: suggestions while somebody types, in a list the keyboard can walk. Without script it is a form. */
(() => {
  "use strict";

  const FEWEST_LETTERS = 2; // as the server has it
  const box = document.querySelector("[role=search] [type=search]");
  if (!box) return;
  const said = box.form.querySelector("[role=status]");
  const list = () => document.getElementById("suggestions"); // every answer brings a new one
  const options = () => [...list().children];
  const chosen = () => list().querySelector("[aria-selected=true]");
  const text = () => box.value.trim();
  let wanted = false;

  const choose = (option) => {
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
  };
  const show = (open) => {
    choose(null);
    list().hidden = !open;
    box.setAttribute("aria-expanded", open);
    const words = open ? list().dataset.said : "";
    if (said.textContent !== words) said.textContent = words; // or it would be announced again
  };
  const close = () => {
    wanted = false;
    box.dispatchEvent(new Event("htmx:abort"));
    show(false);
  };
  const ask = () => {
    wanted = text().length >= FEWEST_LETTERS;
    if (wanted) box.dispatchEvent(new Event("suggest"));
    else close();
  };

  // htmx comes with the first visit of the box, on pages that do not have it anyway.
  const load = () => {
    const later = document.getElementById("htmx_later");
    if (!later) return;
    const parts = document.importNode(later.content, true);
    later.remove();
    parts.querySelector("script").addEventListener("load", () => {
      sessionStorage.removeItem("htmx-current-path-for-history"); // nothing stays on the device
      if (wanted) ask();
    });
    document.head.append(parts);
  };
  // htmx starts at once only in a page that is complete.
  const loadSoon = () => {
    if (document.readyState === "complete") load();
    else addEventListener("load", load, { once: true });
  };

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", "suggestions");
  box.setAttribute("aria-expanded", "false");
  box.addEventListener("focus", loadSoon, { once: true });
  if (document.activeElement === box) loadSoon();

  box.addEventListener("input", () => {
    choose(null);
    wanted = text().length >= FEWEST_LETTERS;
    if (!wanted) close();
  });
  box.addEventListener("htmx:configRequest", (event) => {
    if (wanted) event.detail.parameters.q = text();
    else event.preventDefault();
  });
  box.form.addEventListener("htmx:afterSettle", () => show(wanted && options().length > 0));

  const walk = (step) => {
    const all = options();
    if (list().hidden || !all.length) return ask();
    const next = all.indexOf(chosen()) + step;
    choose(all.at(step < 0 && !chosen() ? -1 : next % all.length));
  };
  const keys = {
    ArrowDown: () => walk(1),
    ArrowUp: () => walk(-1),
    Enter: () => chosen().click(),
    Escape: close,
  };
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const { key } = event;
    const isOurs = key === "Enter" ? chosen() : key === "Escape" ? !list().hidden : key in keys;
    if (isOurs) {
      event.preventDefault();
      keys[key]();
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(key)) choose(null);
  });

  // A press on a suggestion leaves the focus in the box, so that the list stands until the link is followed.
  box.form.addEventListener("mousedown", (event) => event.target.closest("#suggestions") && event.preventDefault());
  box.addEventListener("blur", close);
  addEventListener("pagehide", close);
})();
