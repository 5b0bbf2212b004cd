// Draws the charts of a page from their tables, so that the two cannot differ. Without this script the tables remain.

const LANGUAGE = document.documentElement.lang;
const style = getComputedStyle(document.documentElement);
const colour = (name) => style.getPropertyValue(name).trim();
const number = new Intl.NumberFormat(LANGUAGE === "vi" ? "vi-VN" : "en-GB");
const shown = (value) => (value === null || value === undefined ? "–" : number.format(value));

const base = () => ({
  animation: false,
  aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
  textStyle: { fontFamily: colour("--font"), color: colour("--ink-2") },
  // Drawn text, because the security policy forbids the inline styles of the usual box.
  tooltip: { trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: "shadow" }, valueFormatter: shown },
});

function yearChart({ names, series }) {
  const bars = series.bar && {
    name: series.bar.label, type: "bar", data: series.bar.values, barMaxWidth: 34, itemStyle: { color: colour("--chart-light") },
  };
  const line = series.line && {
    name: series.line.label, type: "line", data: series.line.values, symbolSize: 7,
    lineStyle: { color: colour("--primary"), width: 2 }, itemStyle: { color: colour("--primary") },
    label: { show: names.length <= 12, position: "top", formatter: ({ value }) => shown(value), color: colour("--ink"), fontSize: 11.5 },
  };
  const pace = series.pace && series.pace.values.some((value) => value !== null) && {
    name: series.pace.label, type: "line", data: series.pace.values, symbol: "none",
    lineStyle: { color: colour("--announced"), type: "dashed", width: 2 }, itemStyle: { color: colour("--announced") },
  };
  return {
    ...base(),
    legend: { top: 0, left: 0, icon: "roundRect", itemWidth: 18, itemHeight: 8, textStyle: { color: colour("--ink-2") } },
    grid: { left: 4, right: 12, top: 44, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: names, axisTick: { show: false }, axisLine: { lineStyle: { color: colour("--line-2") } } },
    yAxis: { type: "value", splitLine: { lineStyle: { color: colour("--line") } }, axisLabel: { formatter: shown } },
    series: [bars, line, pace].filter(Boolean),
  };
}

function partChart({ names, series }, width) {
  const longest = Math.max(16, Math.floor(width / 18));
  return {
    ...base(),
    grid: { left: 4, right: 52, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: "value", show: false },
    yAxis: {
      type: "category", data: names, inverse: true, axisTick: { show: false }, axisLine: { show: false },
      axisLabel: { color: colour("--ink-2"), formatter: (name) => (name.length > longest ? `${name.slice(0, longest - 1)}…` : name) },
    },
    series: [{
      name: series.bar.label, type: "bar", data: series.bar.values, barMaxWidth: 16, itemStyle: { color: colour("--primary-2") },
      label: { show: true, position: "right", formatter: ({ value }) => shown(value), color: colour("--ink") },
    }],
  };
}

// The names of the rows and, for each column that says how it is drawn, its label and bare values.
function read(table) {
  const rows = [...table.tBodies[0].rows];
  const series = {};
  [...table.tHead.rows[0].cells].forEach((head, place) => {
    if (!head.dataset.drawn) return;
    const values = rows.map((row) => {
      const cell = row.cells[place].querySelector("[data-value], data");
      return cell && Number(cell.dataset.value ?? cell.value);
    });
    series[head.dataset.drawn] = { label: head.textContent.trim(), values };
  });
  return { names: rows.map((row) => row.cells[0].textContent.trim()), series };
}

function withoutZeros({ names, series }) {
  const { label, values } = series.bar;
  const isKept = (_, place) => values[place];
  return { names: names.filter(isKept), series: { bar: { label, values: values.filter(isKept) } } };
}

for (const card of document.querySelectorAll("[data-drawing]")) {
  const table = card.querySelector("table");
  if (!table) continue;
  const isYears = card.dataset.drawing === "year";
  const data = isYears ? read(table) : withoutZeros(read(table));
  if (!data.names.length) continue;
  const box = document.createElement("div");
  box.className = isYears ? "chart" : `chart rows-${Math.min(10, data.names.length)}`;
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", [...card.querySelectorAll("h2, h2 + p")].map((part) => part.textContent.trim()).join(". "));
  const fold = card.querySelector("details");
  (fold || card.querySelector(".table-wrap")).before(box);
  if (fold) fold.open = false; // open in the document, so that the table shows where no chart is drawn
  const chart = echarts.init(box, null, { renderer: "svg", locale: LANGUAGE === "vi" ? "VI" : "EN" });
  const draw = () => chart.setOption(isYears ? yearChart(data) : partChart(data, box.clientWidth), true);
  draw();
  new ResizeObserver(() => { chart.resize(); draw(); }).observe(box);
}
