// In a table with data-rows the arrows (or Home, End) walk from row to row; Enter follows the row's link.
(() => {
  "use strict";
  const linkOf = (row) => row.querySelector("a[data-row], a[href]");

  document.addEventListener("keydown", (event) => {
    const table = event.target.closest("table[data-rows]");
    if (!table || event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, select, textarea")) return;
    const links = [...table.tBodies].flatMap((body) => [...body.rows]).map(linkOf).filter(Boolean);
    const here = links.indexOf(linkOf(event.target.closest("tr")));
    const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: links.length - 1 }[event.key];
    if (next === undefined || !links[next]) return;
    event.preventDefault();
    links[next].focus();
  });
})();
