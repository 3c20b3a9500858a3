"use strict";
(() => {
  const words = new Intl.Collator(undefined, { numeric: true });
  const value = (row, at) => {
    const cell = row.cells[at];
    return cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v);
  };
  const order = (a, b) => {
    if (a === "" || b === "") return (a === "") - (b === "");
    if (typeof a === "number" && typeof b === "number") return a - b;
    return words.compare(String(a), String(b));
  };
  for (const table of document.querySelectorAll("table")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, at) => {
      head.querySelector("button").onclick = () => {
        const numbers = head.classList.contains("n");
        const now = head.getAttribute("aria-sort");
        const up = now ? now === "descending" : !numbers;
        heads.forEach((each) => each.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const rows = [...table.tBodies[0].rows].map((row) => [value(row, at), row]);
        rows.sort((a, b) => {
          if (a[0] === "" || b[0] === "") return order(a[0], b[0]);
          return up ? order(a[0], b[0]) : order(b[0], a[0]);
        });
        table.tBodies[0].append(...rows.map((each) => each[1]));
      };
    });
  }
})();
