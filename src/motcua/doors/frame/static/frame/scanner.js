// A scanner is a fast typist that ends with Enter. What it types outside a field goes to the field with
// data-scan; inside that field Enter does not send the form but fires the event "scanned" (for htmx:
// hx-trigger="scanned"). With data-scan="submit" the form is sent.
(() => {
  "use strict";
  const GAP_MS = 60;
  const SHORTEST = 6;
  let line = "";
  let last = 0;

  const deliver = (field) => {
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.dispatchEvent(new CustomEvent("scanned", { bubbles: true, detail: { line: field.value } }));
    if (field.dataset.scan === "submit" && field.form) field.form.requestSubmit();
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const field = event.target.closest("[data-scan]");
    if (field) {
      if (event.key !== "Enter" || !field.value.trim()) return;
      event.preventDefault();
      deliver(field);
      return;
    }
    if (event.target.closest("input, select, textarea")) return;
    const goal = document.querySelector("[data-scan]");
    if (!goal) return;
    const fast = event.timeStamp - last < GAP_MS;
    last = event.timeStamp;
    if (event.key.length === 1) {
      line = fast ? line + event.key : event.key;
    } else if (event.key === "Enter") {
      const scanned = line;
      line = "";
      if (!fast || scanned.length < SHORTEST) return;
      event.preventDefault();
      goal.value = scanned;
      goal.focus();
      deliver(goal);
    }
  });
})();
