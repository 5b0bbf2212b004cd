// Draws the charts of a page from the JSON beside each of them. Without this script the tables remain.

const LANGUAGE = document.documentElement.lang;
const style = getComputedStyle(document.documentElement);
const colour = (name) => style.getPropertyValue(name).trim();
const number = new Intl.NumberFormat(LANGUAGE === "vi" ? "vi-VN" : "en-GB");
const shown = (value) => (value === null || value === undefined ? "–" : number.format(value));
const NARROW = 560;

const base = () => ({
  animation: false,
  aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
  textStyle: { fontFamily: colour("--font"), color: colour("--ink-2") },
  // Drawn text, because the security policy forbids the inline styles of the usual box.
  tooltip: { trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: "shadow" }, valueFormatter: shown },
});

function yearChart(data, labels) {
  const series = [];
  if (data.inYear.some((value) => value !== null)) {
    series.push({ name: labels.inYear, type: "bar", data: data.inYear, itemStyle: { color: colour("--primary-2") }, barMaxWidth: 34 });
  }
  series.push({
    name: labels.total, type: "line", data: data.total, symbolSize: 7, lineStyle: { color: colour("--primary"), width: 2 },
    itemStyle: { color: colour("--primary") }, label: { show: data.total.length <= 12, position: "top", formatter: ({ value }) => shown(value), color: colour("--ink"), fontSize: 11.5 },
  });
  if (data.pace.some((value) => value !== null)) {
    series.push({
      name: labels.pace, type: "line", data: data.pace, symbol: "none",
      lineStyle: { color: colour("--announced"), type: "dashed", width: 2 }, itemStyle: { color: colour("--announced") },
    });
  }
  return {
    ...base(),
    legend: { top: 0, left: 0, icon: "roundRect", itemWidth: 18, itemHeight: 8, textStyle: { color: colour("--ink-2") } },
    grid: { left: 4, right: 12, top: 44, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: data.years, axisTick: { show: false }, axisLine: { lineStyle: { color: colour("--line-2") } } },
    yAxis: { type: "value", splitLine: { lineStyle: { color: colour("--line") } }, axisLabel: { formatter: shown } },
    series,
  };
}

function partChart(data, labels, width) {
  const cut = width < NARROW ? 16 : 26;
  return {
    ...base(),
    grid: { left: 4, right: 52, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: "value", show: false },
    yAxis: {
      type: "category", data: data.names, inverse: true, axisTick: { show: false }, axisLine: { show: false },
      axisLabel: { color: colour("--ink-2"), formatter: (name) => (name.length > cut ? `${name.slice(0, cut - 1)}…` : name) },
    },
    series: [{
      name: labels.total, type: "bar", data: data.values, barMaxWidth: 16, itemStyle: { color: colour("--primary-2"), borderRadius: [0, 3, 3, 0] },
      label: { show: true, position: "right", formatter: ({ value }) => shown(value), color: colour("--ink") },
    }],
  };
}

for (const box of document.querySelectorAll("[data-chart]")) {
  const data = JSON.parse(document.getElementById(`${box.dataset.chart}-data`).textContent);
  const isYears = "years" in data;
  box.classList.add("is-drawn");
  if (!isYears) box.classList.add(`rows-${data.names.length}`);
  const chart = echarts.init(box, null, { renderer: "svg", locale: LANGUAGE === "vi" ? "VI" : "EN" });
  const draw = () => chart.setOption(isYears ? yearChart(data, data.labels) : partChart(data, data.labels, box.clientWidth), true);
  draw();
  new ResizeObserver(() => { chart.resize(); draw(); }).observe(box);
  window.addEventListener("beforeprint", () => chart.resize());
}
