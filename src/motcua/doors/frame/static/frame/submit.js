// Twice the same is once: a form that was sent is not sent again by an impatient click.
// The server is idempotent by the form's key; this only spares the second wait.
(() => {
  "use strict";
  const WAIT_MS = 15000;

  const release = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[data-held]")) {
      button.removeAttribute("aria-disabled");
      if (button.dataset.held) button.textContent = button.dataset.held;
      delete button.dataset.held;
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    // What opens beside this page (a form to print) leaves it as it was: it may be asked for again.
    if (form.method !== "post" || form.target === "_blank" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (button) {
      button.setAttribute("aria-disabled", "true");
      button.dataset.held = "";
      if (button.dataset.busy && button.tagName === "BUTTON") {
        button.dataset.held = button.textContent;
        button.textContent = button.dataset.busy;
      }
    }
    setTimeout(() => release(form), WAIT_MS);
  });

  // A page that comes back from the history, or a part replaced by htmx, may be sent again.
  const releaseAll = () => document.querySelectorAll("form[data-sent]").forEach(release);
  window.addEventListener("pageshow", releaseAll);
  document.addEventListener("htmx:afterRequest", releaseAll);
})();
