// 图表: draws one chart by ECharts into an element. The figures come from the page, the colours from its tokens (tokens.css, dark.css).
import * as echarts from 'echarts/core';
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { CanvasRenderer } from 'echarts/renderers';

echarts.use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const still = matchMedia('(prefers-reduced-motion: reduce)');
const dark = matchMedia('(prefers-color-scheme: dark)');

/** kind: 'bars', 'stacked' or 'lines'; labels: text of each place; series: [{ name, values, dashed }] with null where there is no value. */
export function begin(element) {
  const chart = echarts.init(element, null, { renderer: 'canvas' });
  let figures;
  const draw = () => figures && chart.setOption(option(figures, colours(element), element.clientWidth), true);
  const resizing = new ResizeObserver(() => { chart.resize(); draw(); });
  resizing.observe(element);
  const media = [still, dark, matchMedia('print')];
  media.forEach(m => m.addEventListener('change', draw));
  return {
    draw(next) { figures = next; draw(); },
    end() {
      media.forEach(m => m.removeEventListener('change', draw));
      resizing.disconnect();
      chart.dispose();
    },
  };
}

function colours(element) {
  const style = getComputedStyle(element);
  const of = name => style.getPropertyValue('--' + name).trim();
  return {
    text: style.color, font: style.fontFamily, size: parseFloat(style.fontSize), line: of('line'), paper: of('paper'),
    series: ['brand', 'amber', 'green', 'red', 'line-strong', 'brand-line'].map(of),
  };
}

function option({ kind, labels, series, percent }, c, width) {
  const text = { color: c.text, fontFamily: c.font, fontSize: Math.max(12, c.size * .9) };
  const said = value => value == null ? '—' : percent ? (value * 100).toFixed(1) + '%' : Number(value.toFixed(1)).toLocaleString();
  return {
    animation: !still.matches, animationDuration: 300, textStyle: text, color: c.series, aria: { enabled: true, decal: { show: kind !== 'lines' && series.length > 1 } },
    grid: { left: 8, right: 16, top: series.length > 1 ? 40 : 16, bottom: 8, containLabel: true },
    legend: series.length > 1 ? { type: 'scroll', top: 0, textStyle: text, pageTextStyle: text, pageIconColor: c.text } : undefined,
    // drawn on the canvas: a tooltip of HTML would bring inline styles, which the content security policy forbids
    tooltip: { trigger: 'axis', renderMode: 'richText', backgroundColor: c.paper, borderColor: c.line, textStyle: text, valueFormatter: said, confine: true },
    xAxis: { type: 'category', data: labels, axisLine: { lineStyle: { color: c.line } }, axisTick: { show: false }, axisLabel: { ...text, hideOverlap: true, rotate: kind !== 'lines' && labels.length * 60 > width ? 40 : 0 } },
    yAxis: { type: 'value', axisLabel: { ...text, formatter: said }, splitLine: { lineStyle: { color: c.line } }, minInterval: percent ? undefined : 1 },
    series: series.map(s => ({
      name: s.name, data: s.values, type: kind === 'lines' ? 'line' : 'bar', stack: kind === 'stacked' ? 'all' : undefined,
      barMaxWidth: 36, symbolSize: 6, showSymbol: labels.length <= 40, connectNulls: false, lineStyle: { width: 2, type: s.dashed ? 'dashed' : 'solid' },
    })),
  };
}
