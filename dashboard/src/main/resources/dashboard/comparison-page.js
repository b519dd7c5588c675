// One comparison at full size.
import { Chart } from './chart.js';
import { Samples, Values, comparisonChart } from './comparisons.js';
import { EvidenceMeter } from './evidence.js';
import { eValue, limitOf, lines, named, verdictOf } from './figures.js';
import { Verdict } from './phase.js';
import { ProblemBox } from './problem.js';
import { Block, Trail } from './block.js';
import { useComparisons, useRollout } from './rollouts.js';
import { rolloutPage } from './routes.js';
import { h, html, useEffect, useMemo, useState } from './ui.js';
import { figure, isNumber, moment, percent, t } from './words.js';

const { button, code, div, h1, header, p } = html;

const inOrder = (points) => points.filter((it, index) => index === 0 || Date.parse(it.at) > Date.parse(points[index - 1].at));

function evidenceChart(points) {
  const rows = inOrder(points).filter((it) => isNumber(it.evidence));
  return {
    title: t('evidence.promotionOver'),
    data: [rows.map((it) => Date.parse(it.at) / 1000), rows.map((it) => it.evidence * 100)],
    series: [{ label: t('evidence.share'), tone: 'good', fill: 'good-fill' }],
    format: (value) => percent(value, 0),
    range: [0, 105],
    ticks: [0, 25, 50, 75, 100],
    summary: rows.length > 0 ? t('evidence.promotionSummary', { evidence: percent(rows.at(-1).evidence * 100, 0) }) : '',
  };
}

/** In powers of ten: each gridline is ten times the evidence. */
function rollbackChart(comparison, points) {
  const rows = inOrder(points).filter((it) => isNumber(it.logE));
  const limit = limitOf(comparison) / Math.LN10;
  const tens = rows.map((it) => it.logE / Math.LN10);
  const low = Math.floor(Math.min(0, ...tens));
  const high = Math.ceil(Math.max(limit, ...tens)) + 0.25;
  const step = Math.max(1, Math.ceil((high - low) / 6));
  return {
    title: t('evidence.rollbackOver'),
    data: [rows.map((it) => Date.parse(it.at) / 1000), tens],
    series: [{ label: t('evidence.eValue'), tone: 'bad' }],
    format: (value) => (isNumber(value) ? eValue(value * Math.LN10) : '–'),
    range: [low, high],
    ticks: Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, index) => low + index * step),
    marks: [{ value: limit, tone: 'bad' }],
    summary: rows.length > 0 ? t('evidence.rollbackSummary', { e: eValue(rows.at(-1).logE), limit: figure(10 ** limit) }) : '',
  };
}

function Figure({ comparison, what, points }) {
  const data = useMemo(() => lines(points, what), [points, what]);
  return h(Chart, { chart: comparisonChart(comparison, what, data), height: 320 });
}

function Choose({ comparison, what, onChoose }) {
  const all = comparison.estimates ?? [];
  return all.length > 1 && div({ class: 'segments', role: 'group', 'aria-label': t('compare.figure') }, all.map((it) =>
    button({ type: 'button', key: it.what, class: 'segment-button', 'aria-pressed': String(it.what === what), onClick: () => onChoose(it.what) }, named(it.what))));
}

function Content({ rollout, comparison }) {
  const [chosen, choose] = useState(null);
  const points = comparison.points ?? [];
  const what = chosen ?? comparison.estimates?.at(-1)?.what;
  return [
    h(Block, { key: 'now', id: 'now', title: t('compare.now') },
      comparison.sentence && p({ class: 'sentence', lang: 'en' }, comparison.sentence),
      h(EvidenceMeter, { comparison }), h(Values, { comparison }), h(Samples, { comparison })),
    what && h(Block, { key: 'figure', id: 'figure', title: t('compare.title'), aside: h(Choose, { comparison, what, onChoose: choose }) },
      h(Figure, { comparison, what, points }), p({ class: 'muted' }, t('compare.bandHint', { alpha: percent((comparison.alpha ?? 0.01) * 100) }))),
    h(Block, { key: 'evidence', id: 'evidence', title: t('evidence.title') },
      div({ class: 'two' }, h(Chart, { chart: evidenceChart(points) }), h(Chart, { chart: rollbackChart(comparison, points) })),
      p({ class: 'muted' }, t('evidence.hint'))),
  ];
}

export function ComparisonPage({ namespace, name, run, metric }) {
  const { rollout, problem } = useRollout(namespace, name);
  const comparisons = useComparisons(rollout);
  const comparison = comparisons?.find((it) => it.run === run && it.metric === metric);
  useEffect(() => {
    document.title = `${metric} – ${name} – Serin`;
  });
  return div({ class: 'page' },
    header({ class: 'rollout-head' },
      h(Trail, { items: [
        { to: '/', text: t('list.title') }, { to: rolloutPage({ namespace, name }), text: `${namespace}/${name}` }, { text: metric }] }),
      div({ class: 'title' }, h1(null, metric), comparison && h(Verdict, { verdict: verdictOf(comparison.verdict) })),
      p({ class: 'facts' }, t('compare.run'), ' ', code(null, run), rollout && html.span(null, moment(rollout.updatedAt)))),
    problem && h(ProblemBox, { problem }),
    !problem && !comparisons && p({ class: 'nothing', role: 'status' }, t('frame.loading')),
    comparisons && !comparison && p({ class: 'nothing' }, t('compare.gone')),
    comparison && h(Content, { rollout, comparison }));
}
