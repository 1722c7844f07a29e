// Keyboard first: an element with data-key="F2" or "Alt+N" is clicked, or focused when it is a field.
// Keys without Ctrl, Alt or a function key act only outside fields (WCAG 2.1.4).
(() => {
  "use strict";
  const FIELDS = "input, select, textarea, [contenteditable]";

  const named = (event) => {
    const parts = [];
    if (event.ctrlKey) parts.push("Ctrl");
    if (event.altKey) parts.push("Alt");
    if (event.shiftKey && event.key.length > 1) parts.push("Shift");
    // With Alt some layouts yield another letter; the key's place keeps its name.
    const letter = /^Key([A-Z])$/.exec(event.code);
    const digit = /^Digit(\d)$/.exec(event.code);
    parts.push((letter && letter[1]) || (digit && digit[1]) || event.key);
    return parts.join("+").toLowerCase();
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.metaKey) return;
    const wanted = named(event);
    const free = event.ctrlKey || event.altKey || /^F\d+$/.test(event.key) || event.key === "Escape";
    if (!free && event.target.closest(FIELDS)) return;
    const target = [...document.querySelectorAll("[data-key]")].find(
      (element) => element.dataset.key.toLowerCase() === wanted && !element.closest("[hidden]"));
    if (!target) return;
    event.preventDefault();
    if (target.matches(FIELDS)) {
      target.focus();
      if (target.select) target.select();
    } else if (!event.repeat) {  // a key held down acts once, on the page that comes next, too
      target.click();
    }
  });
})();
