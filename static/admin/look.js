/* The page on which a revision is looked at: copies its link, and keeps the frames at the revision. */
(() => {
  "use strict";

  document.querySelectorAll("[data-copy]").forEach((button) => {
    const link = document.getElementById(button.dataset.copy);
    const say = (words) => (document.querySelector(".copied").textContent = words);
    button.hidden = false;
    button.addEventListener("click", () => {
      link.select();
      if (!navigator.clipboard) say(button.dataset.failed);
      else
        navigator.clipboard.writeText(link.value).then(
          () => say(button.dataset.copied),
          () => say(button.dataset.failed),
        );
    });
  });

  // Pages outside the preview may not stand in a frame: they get a tab of their own.
  const leave = (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    const inside = link.href.startsWith(new URL(event.view.frameElement.dataset.within, location.href).href);
    if (inside || link.getAttribute("href").startsWith("#")) return;
    link.target = "_blank";
    link.rel = "noopener";
    event.stopPropagation(); // htmx would fetch it into the frame
  };
  const watch = (frame) => frame.contentDocument?.addEventListener("click", leave, true);
  document.querySelectorAll("iframe[data-within]").forEach((frame) => {
    watch(frame);
    frame.addEventListener("load", () => watch(frame));
  });
})();
