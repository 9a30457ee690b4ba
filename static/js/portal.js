/* Comfort on top of pages that work without it. Nothing is stored before the visitor acts. */
(() => {
  "use strict";

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const articleOf = (element) => element.closest("[data-article]")?.dataset ?? {};

  // Storage may be off, full or forbidden, as in a sandboxed frame.
  const read = (storage, key) => {
    try {
      return JSON.parse(window[storage].getItem(key));
    } catch {
      return null;
    }
  };
  const write = (storage, key, value) => {
    try {
      if (value) window[storage].setItem(key, JSON.stringify(value));
      else window[storage].removeItem(key);
    } catch {
      // The page works on without it.
    }
  };

  // Scenarios: an address with #key opens its card, also for a fix or a step inside; print shows them all.
  const openTarget = () => {
    const target = document.getElementById(location.hash.slice(1)); // keys are plain ASCII: nothing to decode
    const card = target?.closest("details");
    if (!card || card.open) return;
    card.open = true;
    target.scrollIntoView();
    // After Back the browser restores where it was when the card was closed.
    if (document.readyState !== "complete") addEventListener("load", () => setTimeout(() => target.scrollIntoView()));
  };
  const setOpen = (open) => all(".scenario").forEach((card) => (card.open = open));
  let closedBeforePrint = [];
  addEventListener("hashchange", openTarget);
  addEventListener("beforeprint", () => {
    closedBeforePrint = all("details:not([open])");
    closedBeforePrint.forEach((card) => (card.open = true));
  });
  addEventListener("afterprint", () => closedBeforePrint.forEach((card) => (card.open = false)));

  // Ticks: one list of step ids per article, on this device.
  const ticksOf = (slug) => read("localStorage", `ticks:${slug}`) ?? [];
  const keepTicks = (slug, ids) => {
    write("localStorage", `ticks:${slug}`, ids.length ? ids : null);
    all("[data-action=clear-ticks]").forEach((button) => (button.hidden = !ids.length));
  };
  const addTicks = () => {
    const tools = document.querySelector(".step-tools");
    const steps = all(".steps > li[id]");
    if (!tools || !steps.length) return;
    const box = tools.querySelector("template").content.firstElementChild;
    const ticked = ticksOf(articleOf(tools).article);
    steps.forEach((step) => {
      if (step.querySelector(":scope > .tick")) return;
      const tick = box.cloneNode();
      const number = [...step.parentElement.children].indexOf(step) + 1;
      tick.setAttribute("aria-label", box.getAttribute("aria-label").replace("#", number));
      tick.checked = ticked.includes(step.id);
      step.prepend(tick);
    });
    tools.querySelector("button").hidden = !ticked.length;
    tools.hidden = false;
  };
  addEventListener("change", ({ target }) => {
    if (!target.matches(".tick")) return;
    const { article } = articleOf(target);
    const id = target.parentElement.id;
    const others = ticksOf(article).filter((other) => other !== id);
    keepTicks(article, target.checked ? [...others, id] : others);
  });

  // The visit: an id asked for when the visitor reaches for a form, the same one for the whole go at an article.
  const minting = {};
  const visit = ({ article, visits }) => {
    const kept = read("sessionStorage", `visit:${article}`);
    minting[article] ??= kept
      ? Promise.resolve(kept)
      : fetch(visits, { method: "POST" })
          .then((response) => (response.ok ? response.text() : ""))
          .catch(() => "");
    return minting[article].then((token) => {
      if (!token) delete minting[article];
      else if (!kept) write("sessionStorage", `visit:${article}`, token);
      all("input[name=visit]").forEach((field) => (field.value = token));
      return token;
    });
  };
  const reach = ({ target }) => {
    const form = target.closest?.("form");
    if (form?.elements.visit && !form.elements.visit.value) visit(articleOf(form));
  };
  addEventListener("pointerdown", reach);
  addEventListener("focusin", reach);
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const waiting = new WeakMap();
  addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const field = form.elements.visit;
      if (!field || field.value || waiting.get(form) === "over") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (waiting.has(form)) return;
      waiting.set(form, "on");
      const button = event.submitter ?? form.querySelector("button");
      Promise.race([visit(articleOf(form)), wait(1500)]).then(() => {
        waiting.set(form, "over");
        button.click(); // not requestSubmit: htmx learns from the click which button it was
      });
    },
    true,
  );

  // Buttons that only script can serve.
  const say = (button, words) => {
    button.closest(".bar").querySelector("[role=status]").textContent = words;
    button.dataset.label ??= button.textContent;
    button.textContent = words;
    setTimeout(() => (button.textContent = button.dataset.label), 4000);
  };
  const actions = {
    "open-all": () => setOpen(true),
    "close-all": () => setOpen(false),
    "clear-ticks": (button) => {
      all(".tick").forEach((tick) => (tick.checked = false));
      keepTicks(articleOf(button).article, []);
      all(".tick").find((tick) => tick.offsetParent)?.focus(); // the button goes, the focus stays near
    },
    print: () => window.print(),
    copy: (button) => {
      const written = all(".contact label")
        .map((label) => [label.firstChild.textContent.trim(), label.control?.value.trim()])
        .filter(([, value]) => value)
        .map(([name, value]) => `${name}: ${value}`);
      const text = [document.querySelector("[data-copy]").innerText, ...written].join("\n");
      const failed = () => say(button, button.dataset.failed);
      if (!navigator.clipboard) failed();
      else navigator.clipboard.writeText(text).then(() => say(button, button.dataset.copied), failed);
    },
  };
  addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-action]");
    if (button) actions[button.dataset.action](button);
  });

  const enhance = () => {
    // htmx notes each address here, from the first page on; without its page cache nothing reads the note.
    write("sessionStorage", "htmx-current-path-for-history", null);
    all(".open-close, .packet-tools").forEach((tools) => (tools.hidden = false));
    addTicks();
    openTarget();
  };
  enhance();

  // Searches: what was asked and what was opened of it is counted, and nothing about who did. Those who ask not to be
  // followed are not. keepalive, because the page is left meanwhile.
  const isPrivate = navigator.globalPrivacyControl || navigator.doNotTrack === "1";
  const tell = (address, values) => {
    if (isPrivate || !values.q) return;
    const body = new URLSearchParams(values);
    fetch(address, { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => {});
  };
  const asked = () => new URLSearchParams(location.search).get("q");
  const results = document.querySelector("[data-searched]");
  if (results) tell(results.dataset.searched, { q: asked() ?? "" });
  const tellOpened = ({ target, button }) => {
    const link = target.closest?.("a[data-result]");
    const list = link?.closest("[data-clicked]");
    if (!list || button > 1) return; // the middle button opens a new tab
    const typed = link.closest("form")?.elements.q.value; // of a suggestion
    tell(list.dataset.clicked, { q: typed ?? asked() ?? "", article: link.dataset.result });
  };
  addEventListener("click", tellOpened);
  addEventListener("auxclick", tellOpened);

  // htmx: what came must be a page of ours; the new heading gets the focus; a dead connection is said out loud.
  const notice = (shown) => {
    const element = document.getElementById("connection_notice");
    if (element) element.hidden = !shown;
  };
  addEventListener("htmx:beforeRequest", ({ target }) => {
    notice(false);
    // Back to the article is back to the fix that was reported on.
    const fix = target.closest?.(".scenario .report")?.previousElementSibling;
    if (fix?.id) history.replaceState(history.state, "", `#${fix.id}`);
  });
  const isPage = ({ detail }) => detail.target?.id === "main";
  addEventListener("htmx:sendError", (event) => isPage(event) && notice(true));
  addEventListener("htmx:timeout", (event) => isPage(event) && notice(true));
  addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event;
    if (!isPage(event) || detail.serverResponse.includes('id="main"')) return;
    detail.shouldSwap = false;
    notice(true);
  });
  addEventListener("htmx:afterSettle", (event) => {
    if (!isPage(event)) return;
    // The head stays that of the first page, and a phone shares the canonical address.
    document.querySelector("link[rel=canonical]")?.setAttribute("href", location.href.split("#")[0]);
    enhance();
    const heading = document.querySelector("#main h1");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  });
})();
