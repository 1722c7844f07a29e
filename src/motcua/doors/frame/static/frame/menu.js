// On a narrow screen the menu is folded: its twenty entries would stand before every page. Without this file it is open.
(() => {
  "use strict";
  const menu = document.querySelector("[data-menu]");
  const narrow = window.matchMedia("(max-width: 62rem)");
  if (!menu) return;
  const fold = () => { menu.open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();
})();
