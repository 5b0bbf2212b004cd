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
