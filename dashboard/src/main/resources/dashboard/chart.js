// Lines over time, with the same numbers as a table for those who do not see them.
import uPlot from './library/uplot.js';
import { useCell } from './cell.js';
import { language, shown } from './settings.js';
import { h, html, useEffect, useRef, useState } from './ui.js';
import { clock, t } from './words.js';

const { button, caption, div, figcaption, figure, p, table, tbody, td, th, thead, tr } = html;

const STEPPED = uPlot.paths.stepped({ align: 1 });

const tone = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const AXIS_FONT = '11px system-ui, sans-serif';

const axis = (format, more) => ({
  stroke: tone('muted'),
  font: AXIS_FONT,
  grid: { stroke: tone('grid'), width: 1 },
  ticks: { show: false },
  gap: 4,
  values: (_, splits) => splits.map(format),
  ...more,
});

function line(series) {
  return {
    label: series.label,
    stroke: series.tone ? tone(series.tone) : undefined,
    width: series.edge ? 0 : series.width ?? 2,
    dash: series.dash,
    paths: series.stepped ? STEPPED : undefined,
    points: { show: series.points ?? false },
    fill: series.fill ? tone(series.fill) : undefined,
    spanGaps: true,
  };
}

const minutes = (splits, span) => (at) =>
  new Intl.DateTimeFormat(language.value, {
    hour: '2-digit', minute: '2-digit', second: span < 600 ? '2-digit' : undefined, hour12: false,
  }).format(new Date(at * 1000));

function times(u, splits) {
  const [from, to] = [u.scales.x.min, u.scales.x.max];
  return splits.map(minutes(splits, to - from));
}

/** A line across the whole chart, such as a threshold. */
const mark = (value, name) => (u) => {
  const y = u.valToPos(value, 'y', true);
  const { left, width, top, height } = u.bbox;
  if (y < top || y > top + height) {
    return;
  }
  const { ctx } = u;
  ctx.save();
  ctx.strokeStyle = tone(name);
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(left, y);
  ctx.lineTo(left + width, y);
  ctx.stroke();
  ctx.restore();
};

/** From nothing where the values come near to it; else around them, so that differences can be seen. */
export function room(_, low, high) {
  if (!(high > 0)) {
    return [0, 1];
  }
  const spread = Math.max(high - low, high * 0.08);
  return [low < high * 0.4 ? 0 : low - spread * 0.6, high + spread * 0.25];
}

function options({ series, bands, format, range, marks, ticks }, width, height) {
  return {
    width,
    height,
    padding: [10, 26, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false }, points: { size: 7 } },
    scales: { x: { time: true }, y: { range: range ?? room } },
    axes: [
      axis(String, { values: times, size: 28, space: 70 }),
      axis(format, { size: 56, space: 34, ...(ticks ? { splits: () => ticks } : {}) }),
    ],
    series: [{}, ...series.map(line)],
    bands: (bands ?? []).map(({ upper, lower, fill }) => ({ series: [upper + 1, lower + 1], fill: tone(fill) })),
    hooks: { draw: (marks ?? []).map(({ value, tone: name }) => mark(value, name)) },
  };
}

const shape = ({ series, bands, marks }) => JSON.stringify([series.map((it) => ({ ...it, label: 0 })), bands, marks]);

/** uPlot inside an element that gives it its width. */
function Canvas({ chart, height, onCursor }) {
  const place = useRef(null);
  const plot = useRef(null);
  const dark = useCell(shown);
  const spoken = useCell(language);
  useEffect(() => {
    const element = place.current;
    const made = new uPlot(options(chart, element.clientWidth || 300, height), chart.data, element);
    made.over.addEventListener('mouseleave', () => onCursor(null));
    made.over.addEventListener('mousemove', () => onCursor(made.cursor.idx));
    plot.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [dark, spoken, height, shape(chart)]);
  useEffect(() => plot.current?.setData(chart.data), [chart.data]);
  return div({ class: 'canvas', ref: place, 'aria-hidden': 'true' });
}

const swatch = (series) => html.span({ class: `swatch ${series.tone ?? series.fill}${series.dash ? ' dashed' : ''}${series.band ? ' band' : ''}`, 'aria-hidden': 'true' });

const shownIn = (series) => series.map((it, index) => ({ ...it, index })).filter((it) => !it.edge);

/** Names of the lines, with their values where the pointer is. */
function Legend({ chart, at }) {
  const index = at ?? chart.data[0].length - 1;
  return div({ class: 'legend', 'aria-hidden': 'true' },
    shownIn(chart.series).map((it) =>
      html.span({ class: 'entry', key: it.label }, swatch(it), it.label, ' ',
        html.b(null, chart.format(chart.data[it.index + 1][index])))),
    (chart.bandNames ?? []).map((it) =>
      html.span({ class: 'entry', key: it.label }, swatch({ tone: it.fill, band: true }), it.label)),
    at !== null && at !== undefined && html.span({ class: 'entry when' }, clock(chart.data[0][index] * 1000)));
}

const ROWS = 200;

function Numbers({ chart }) {
  const { data, series } = chart;
  const from = Math.max(0, data[0].length - ROWS);
  const rows = data[0].slice(from).map((at, index) => ({ at, index: index + from })).reverse();
  return div({ class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': t('chart.table', { title: chart.title }) },
    table({ class: 'numbers' },
      caption({ class: 'unseen' }, chart.title),
      thead(null, tr(null, th({ scope: 'col' }, t('chart.time')), series.map((it) => th({ scope: 'col', key: it.label }, it.label)))),
      tbody(null, rows.map(({ at, index }) =>
        tr({ key: at }, th({ scope: 'row' }, clock(at * 1000)),
          series.map((it, column) => td({ key: it.label }, chart.format(data[column + 1][index]))))))));
}

/**
 * A chart.
 *
 * @param chart `title`, `data` (times in seconds, then one list for each line), `series`, `bands`, `format` of values, `summary` in words
 */
export function Chart({ chart, height = 180 }) {
  const [at, setAt] = useState(null);
  const [open, setOpen] = useState(false);
  const empty = chart.data[0].length === 0;
  return figure({ class: 'chart' },
    figcaption(null,
      html.span({ class: 'chart-title' }, chart.title),
      !empty && button({ type: 'button', class: 'quiet small', 'aria-expanded': String(open), onClick: () => setOpen(!open) },
        open ? t('chart.hideNumbers') : t('chart.numbers'))),
    empty
      ? p({ class: 'nothing' }, chart.nothing ?? t('chart.nothing'))
      : [
        h(Legend, { chart, at, key: 'legend' }),
        h(Canvas, { chart, height, onCursor: setAt, key: 'canvas' }),
        p({ class: 'unseen', key: 'summary' }, chart.summary),
        open && h(Numbers, { chart, key: 'numbers' }),
      ]);
}
