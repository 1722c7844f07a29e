// Runs before the page is drawn: what an earlier visitor left in the browser's history opens nothing.
(() => {
  "use strict";
  const mark = document.querySelector('meta[name="kiosk-visit"]');
  if (!mark) return;
  const before = history.state && history.state.visit;
  if (before && before !== mark.content) {
    document.documentElement.hidden = true;
    history.replaceState(null, ""); // or the first screen, replaced by itself, would look like the earlier visit again
    location.replace(mark.dataset.start);
    return;
  }
  history.replaceState({ visit: mark.content }, "");
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
