// A scanner is a fast typist that ends with Enter. What it types outside the field with data-scan (also into another
// field, whose text then comes back as it was) goes there; inside that field Enter does not send the form but fires
// the event "scanned" (for htmx: hx-trigger="scanned"). With data-scan="submit" the form is sent. Inside an element
// with data-scan-area the scan belongs to the area's own field.
(() => {
  "use strict";
  const GAP_MS = 60;
  const SHORTEST = 6;
  // In a field a person may type fast, too: only what cannot be meant for it, a card's line, is taken out.
  const CARD = /^\d{10,13}\D.*\d{8}/;
  const TEXT = "input:not([type=checkbox]):not([type=radio]):not([type=file]), textarea";
  let line = "";
  let last = 0;
  let before = null;

  const deliver = (field) => {
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.dispatchEvent(new CustomEvent("scanned", { bubbles: true, detail: { line: field.value } }));
    if (field.dataset.scan === "submit" && field.form) field.form.requestSubmit();
  };

  const goalOf = (element) => {
    const area = element.closest("[data-scan-area]");
    return (area && area.querySelector("[data-scan]")) || document.querySelector("[data-scan]");
  };

  // The input event of a paste brings the whole line at once.
  document.addEventListener("paste", (event) => {
    const field = event.target.closest("[data-scan=line]");
    if (field) setTimeout(() => { if (CARD.test(field.value.trim())) deliver(field); });
  });

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const field = event.target.closest("[data-scan]");
    if (field) {
      if (event.key !== "Enter" || !field.value.trim()) return;
      event.preventDefault();
      deliver(field);
      return;
    }
    const other = event.target.closest("input, select, textarea");
    const goal = goalOf(event.target);
    if (!goal) return;
    const fast = event.timeStamp - last < GAP_MS;
    last = event.timeStamp;
    if (event.key.length === 1) {
      if (!fast) before = other && other.matches(TEXT) ? { field: other, value: other.value } : null;
      line = fast ? line + event.key : event.key;
    } else if (event.key === "Enter") {
      // A field holds letters that came without a key of their own, too.
      const grown = before && before.field === other && other.value.startsWith(before.value);
      const scanned = grown ? other.value.slice(before.value.length) : line;
      line = "";
      if (!fast || scanned.length < SHORTEST || (other && !CARD.test(scanned))) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (before && before.field === other) before.field.value = before.value;
      goal.value = scanned;
      goal.focus();
      deliver(goal);
    }
  }, true);
})();
