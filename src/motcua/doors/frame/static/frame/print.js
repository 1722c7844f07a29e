// Buttons that only a script can serve appear when there is one: data-print opens the print dialogue.
(() => {
  "use strict";
  document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
})();
