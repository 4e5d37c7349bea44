// A chart as SVG, with its numbers as a table beside it for those who cannot see it.
import { scaleBand, scaleLinear } from 'd3-scale';
import type { Chart } from '../chat/cards.ts';
import { type Html, html } from './html.ts';

/** Narrow, so that its words stay legible where it is drawn on a phone. */
const WIDTH = 320;
const HEIGHT = 150;
const LEFT = 30;
const BOTTOM = 20;
const TOP = 8;
const MOST_LABELS = 6;
/** One bar lying, with its words above it, in pixels of the screen. */
const ROW = 40;
/** So much of the width is left for the number beside the longest bar. */
const LONGEST_PERCENT = 86;
/** Told apart by lightness too, not by hue alone. */
const COLOURS = ['#12664f', '#d98324', '#7a8fb8', '#8c2f5b', '#4b4b4b', '#b5a642'];

export function renderChart(chart: Chart): Html {
  return html`<figure class="chart"><figcaption>${chart.title} <small>(${chart.unit})</small></figcaption>${picture(chart)}${legend(chart)}<details><summary>The numbers</summary>${table(chart)}</details></figure>`;
}

/** What it shows, for whoever has it read to them: on paper there is no table. Of a line's mean and limits, where they end. */
function alternative({ kind, title, unit, categories, series }: Chart): string {
  const all = (values: number[]) => categories.map((category, index) => `${category} ${values[index] ?? 0}`).join(', ');
  const told = series.map(({ name, values }, order) =>
    kind === 'line' && order > 0
      ? `${name} ${values.at(-1) ?? 0}`
      : `${series.length > 1 ? `${name}: ` : ''}${all(values)}`,
  );
  return `${title} (${unit}). ${told.join('; ')}.`;
}

/** What is not a row of times lies, so that each bar has room for its words. */
const picture = (chart: Chart): Html =>
  chart.kind !== 'line' && chart.series.length === 1 ? lying(chart) : standing(chart);

function lying(chart: Chart): Html {
  const values = chart.series[0]?.values ?? [];
  const percent = scaleLinear()
    .domain([0, Math.max(1, ...values)])
    .range([0, LONGEST_PERCENT]);
  return html`<svg class="bars" height="${ROW * chart.categories.length}" role="img" aria-label="${alternative(chart)}">${chart.categories.map(
    (category, index) => {
      const [top, value] = [index * ROW, values[index] ?? 0];
      const colour = COLOURS[chart.kind === 'donut' ? index % COLOURS.length : 0] ?? '';
      return html`<text x="0" y="${top + 14}">${category}</text><rect x="0" y="${top + 19}" width="${percent(value).toFixed(1)}%" height="14" fill="${colour}"/><text x="${percent(value).toFixed(1)}%" dx="6" y="${top + 31}">${value}</text>`;
    },
  )}</svg>`;
}

function standing(chart: Chart): Html {
  const totals = chart.categories.map((_, index) =>
    chart.series.reduce((sum, series) => sum + (series.values[index] ?? 0), 0),
  );
  const highest =
    chart.kind === 'stacked' ? Math.max(1, ...totals) : Math.max(1, ...chart.series.flatMap((series) => series.values));
  const lowest = Math.min(0, ...chart.series.flatMap((series) => series.values));
  const x = scaleBand()
    .domain(chart.categories.map((_, index) => String(index)))
    .range([LEFT, WIDTH])
    .padding(0.25);
  const y = scaleLinear()
    .domain([lowest, highest])
    .nice(4)
    .range([HEIGHT - BOTTOM, TOP]);
  const grid = y
    .ticks(4)
    .map(
      (tick) =>
        html`<line x1="${LEFT}" x2="${WIDTH}" y1="${y(tick)}" y2="${y(tick)}" class="grid"/><text x="${LEFT - 6}" y="${y(tick) + 4}" text-anchor="end">${tick}</text>`,
    );
  const every = Math.ceil(chart.categories.length / MOST_LABELS);
  const labels = chart.categories.map((category, index) =>
    index % every === 0
      ? html`<text x="${(x(String(index)) ?? 0) + x.bandwidth() / 2}" y="${HEIGHT - 6}" text-anchor="middle">${category}</text>`
      : html``,
  );
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${alternative(chart)}">${grid}${marks(chart, x, y)}${labels}</svg>`;
}

function marks(
  chart: Chart,
  x: ReturnType<typeof scaleBand<string>>,
  y: ReturnType<typeof scaleLinear<number, number>>,
): Html[] {
  const colour = (index: number) => COLOURS[index % COLOURS.length] ?? '#12664f';
  const middle = (index: number) => (x(String(index)) ?? 0) + x.bandwidth() / 2;
  const bar = (left: number, width: number, from: number, to: number, fill: string) =>
    html`<rect x="${left}" width="${width}" y="${y(to)}" height="${Math.max(0, y(from) - y(to))}" fill="${fill}"/>`;
  switch (chart.kind) {
    case 'stacked':
      return chart.categories.flatMap((_, index) => {
        let base = 0;
        return chart.series.map((series, order) => {
          const from = base;
          base += series.values[index] ?? 0;
          return bar(x(String(index)) ?? 0, x.bandwidth(), from, base, colour(order));
        });
      });
    // A single series lies (above); several stand side by side.
    case 'bars':
    case 'donut': {
      const width = x.bandwidth() / chart.series.length;
      return chart.series.flatMap((series, order) =>
        series.values.map((value, index) =>
          bar((x(String(index)) ?? 0) + order * width, width, 0, value, colour(order)),
        ),
      );
    }
    case 'line':
      return chart.series.map(
        (series, order) =>
          // The first is what was counted; what it is held against is thinner, and told apart by dashes too.
          html`<polyline fill="none" stroke="${colour(order)}" stroke-width="${order === 0 ? 2.5 : 1.5}"${order < 2 ? undefined : html` stroke-dasharray="5 4"`} points="${series.values.map((value, index) => `${middle(index)},${y(value)}`).join(' ')}"/>${order > 0 ? [] : series.values.map((value, index) => html`<circle cx="${middle(index)}" cy="${y(value)}" r="2.5" fill="${colour(order)}"/>`)}`,
      );
  }
}

function legend(chart: Chart): Html {
  if (chart.series.length < 2) return html``;
  return html`<ul class="legend">${chart.series.map((series, index) => html`<li><svg viewBox="0 0 1 1" aria-hidden="true"><rect width="1" height="1" fill="${COLOURS[index % COLOURS.length] ?? ''}"/></svg>${series.name}</li>`)}</ul>`;
}

function table(chart: Chart): Html {
  return html`<table><thead><tr><th scope="col">${chart.unit}</th>${chart.series.map((series) => html`<th scope="col">${series.name}</th>`)}</tr></thead><tbody>${chart.categories.map((category, index) => html`<tr><th scope="row">${category}</th>${chart.series.map((series) => html`<td>${series.values[index] ?? 0}</td>`)}</tr>`)}</tbody></table>`;
}
