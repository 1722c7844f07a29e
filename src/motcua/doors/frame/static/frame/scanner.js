// A scanner is a fast typist that ends with Enter. What it types outside the field with data-scan (also into another
// field, whose text then comes back as it was) goes there; inside that field Enter does not send the form but fires
// the event "scanned" (for htmx: hx-trigger="scanned"). With data-scan="submit" the form is sent. Inside an element
// with data-scan-area the scan belongs to the area's own field. Where none waits, the search with data-find takes it.
(() => {
  "use strict";
  const GAP_MS = 60;
  const SHORTEST = 6;
  // In a field a person may type fast, too: only what cannot be meant for it, a card's line, is taken out.
  const CARD = /^\d{10,13}\D.*\d{8}/;
  const TEXT = "input:not([type=checkbox], [type=radio], [type=file], [type=submit], [type=button]), textarea";
  // The code of a dossier: a receipt's bars give it bare, the first line of its QR code after words whose marks
  // may be lost.
  const CODE = /(?:^|[ :])[A-Z0-9][A-Z0-9.]*-(?:\d{6}|\d{8})-\d{4,7}$/i;
  const NUMBER = /^(?:\d{9}|\d{12})$/;
  // Lines of a receipt's QR code run together in a field: the third holds the number.
  const HOLDS_NUMBER = /(?<!\d)(?:\d{9}|\d{12})(?!\d)/;
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

  // On pages that wait for no card, a receipt or a card scanned outside fields looks up its dossiers.
  const find = (scanned) => {
    const field = document.querySelector("[data-find]");
    if (!CODE.test(scanned) && !CARD.test(scanned)) return;
    field.value = scanned;
    field.form.requestSubmit();
  };

  // A number of somebody's card is posted: it stands in no address, so in no history and no log.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const field = form.querySelector("[data-find]");
    if (!field) return;
    form.method = "get"; // who comes back with the back key finds it as it was sent
    form.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((each) => each.remove());
    const wanted = field.value.trim();
    if (!CARD.test(wanted) && !HOLDS_NUMBER.test(wanted) && !NUMBER.test(wanted.replace(/\s/g, ""))) return;
    const token = document.createElement("input");
    token.type = "hidden";
    token.name = "csrfmiddlewaretoken";
    token.value = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
    form.append(token);
    form.method = "post";
  });

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
    const other = event.target.closest(`select, ${TEXT}`);
    const goal = goalOf(event.target);
    if (!goal && (other || !document.querySelector("[data-find]"))) return;
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
      if (!goal) {
        find(scanned);
        return;
      }
      if (before && before.field === other) before.field.value = before.value;
      goal.value = scanned;
      goal.focus();
      deliver(goal);
    }
  }, true);
})();
