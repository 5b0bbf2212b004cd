// Small comforts; every page works without them.

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement.closest("details.menu[open]") || document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Filters are open in the document, so that they show without this script; on a small screen they fold.
if (window.matchMedia("(max-width: 720px)").matches) {
  for (const panel of document.querySelectorAll("details.filters:not(.has-errors)")) panel.open = false;
}
for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;

// Long lists come without a label in every cell, which would be a third of their weight: the heads are copied here.
// Without this script such a table scrolls sideways on a small screen instead of stacking.
for (const table of document.querySelectorAll("table.stacked")) {
  const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
  for (const row of table.tBodies[0]?.rows ?? []) {
    [...row.cells].forEach((cell, index) => {
      if (index && heads[index] && row.cells.length === heads.length) cell.dataset.label ??= heads[index];
    });
  }
  table.classList.add("labelled");
}
