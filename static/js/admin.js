// Names the searched select boxes: select2 replaces the labelled <select> by a box of its own.
"use strict";

// In a table of parts the head of the column is the name.
function columnHead(select) {
  const column = [...(select.closest("td")?.classList ?? [])].find((name) => name.startsWith("field-"));
  return column && select.closest("table").querySelector(`th.column-${column.slice("field-".length)}`);
}

function nameOf(select) {
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`) ?? columnHead(select);
  return select.getAttribute("aria-label") || label?.textContent.trim().replace(/:$/, "");
}

function nameBoxes() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const container = select.parentElement.querySelector(".select2-container");
    const name = nameOf(select);
    if (!container || !name) continue;
    const rendered = container.querySelector(".select2-selection__rendered");
    const value = rendered?.title;
    for (const part of [container.querySelector(".select2-selection"), rendered, container.querySelector(".select2-search__field")]) {
      part?.removeAttribute("aria-labelledby");
      part?.setAttribute("aria-label", value ? `${name}: ${value}` : name);
    }
  }
}

// On a small screen the cells of a table of parts stand below each other and say what their column is.
function labelCells() {
  for (const table of document.querySelectorAll(".inline-group .tabular table")) {
    const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
    for (const row of table.querySelectorAll("tbody tr.form-row")) {
      [...row.cells].forEach((cell, place) => {
        if (heads[place] && cell.childElementCount) cell.dataset.label = heads[place];
      });
    }
  }
}

window.addEventListener("load", labelCells);
window.addEventListener("load", () => setTimeout(nameBoxes));
document.addEventListener("formset:added", nameBoxes);
document.addEventListener("formset:added", labelCells);
document.addEventListener("focusin", nameBoxes);
