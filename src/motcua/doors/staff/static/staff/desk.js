// Hands stay on the keyboard. In a form with data-enter-next, Enter in a field goes on to the next one (Ctrl+Enter
// sends); from a field with data-into="#list" the down arrow walks into that list; data-check-all ticks a column.
(() => {
  "use strict";
  const FIELDS = "input:not([type=hidden]):not([disabled]), select, textarea";

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const field = event.target;
    if (event.key === "ArrowDown" && field.dataset.into) {
      const first = document.querySelector(`${field.dataset.into} a[href]`);
      if (first) { event.preventDefault(); first.focus(); }
      return;
    }
    const form = field.closest("form[data-enter-next]");
    if (!form || event.key !== "Enter" || !field.matches("input:not([type=submit]):not([type=file]), select")) return;
    event.preventDefault();
    const all = [...form.querySelectorAll(`${FIELDS}, button.main`)].filter((each) => each.offsetParent !== null);
    const next = all[all.indexOf(field) + 1];
    if (next) { next.focus(); if (next.select) next.select(); }
  });

  document.addEventListener("keydown", (event) => {
    const list = event.target.closest("[data-walk]");
    if (!list || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const links = [...list.querySelectorAll("a[href]")];
    const next = links[links.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
    event.preventDefault();
    if (next) next.focus();
    else if (event.key === "ArrowUp") document.querySelector(`[data-into="#${list.id}"]`)?.focus();
  });

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-check-all]")) return;
    const form = event.target.form;
    form.querySelectorAll(`input[name=${event.target.dataset.checkAll}]`).forEach((box) => {
      box.checked = event.target.checked;
    });
  });

  // What a card said stands in its fields now; the line itself goes.
  document.addEventListener("htmx:afterRequest", (event) => {
    const sent = event.detail.requestConfig;
    if (!event.detail.successful || !sent || !sent.parameters || !sent.parameters.fill) return;
    document.querySelectorAll("[data-scan]").forEach((field) => { field.value = ""; });
  });

  // An empty file, or one too large, is said where it was chosen and not sent: two gigabytes travel for long.
  const unfit = (input) => {
    const words = input.form.dataset;
    const file = [...input.files].find((each) => !each.size || each.size > Number(words.most));
    return file ? (file.size ? words.tooLarge : words.empty).replace("{name}", file.name) : "";
  };

  // A file chosen says by itself that a scan was brought.
  document.addEventListener("change", (event) => {
    const input = event.target;
    const gives = input.dataset && input.dataset.gives;
    const select = gives && input.files.length && document.getElementById(gives);
    if (!select) return;
    select.value = "scan";
    const words = unfit(input);
    const place = input.closest(".field");
    place.querySelectorAll(".error").forEach((each) => each.remove());
    place.classList.toggle("wrong", Boolean(words));
    if (!words) return;
    const said = document.createElement("p");
    said.className = "error";
    said.setAttribute("role", "alert");
    said.textContent = words;
    input.before(said);
    input.value = "";
  });
})();
