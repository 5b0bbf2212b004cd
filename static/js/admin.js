// Names the searched select boxes: select2 replaces the labelled <select> by a box of its own.
"use strict";

function nameBoxes(root) {
  for (const select of root.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const box = select.nextElementSibling?.querySelector(".select2-selection");
    const cell = select.closest("td");
    const heading = cell ? cell.closest("table").querySelectorAll("thead th")[cell.cellIndex] : null;
    const name = (label || heading)?.textContent.trim().replace(/:$/, "");
    if (box && name) {
      const value = box.querySelector(".select2-selection__rendered")?.title || "";
      box.removeAttribute("aria-labelledby");
      box.setAttribute("aria-label", value ? `${name}: ${value}` : name);
    }
  }
}

window.addEventListener("load", () => nameBoxes(document));
document.addEventListener("formset:added", (event) => nameBoxes(event.target));
document.addEventListener("focusin", () => nameBoxes(document));
