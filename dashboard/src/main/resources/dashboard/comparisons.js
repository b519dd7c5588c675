// Canary against baseline, one card for each comparison.
import { Chart, room } from './chart.js';
import { EvidenceMeter } from './evidence.js';
import { interval, lines, named, verdictOf, written } from './figures.js';
import { newest } from './glance.js';
import { Verdict } from './phase.js';
import { Block } from './block.js';
import { Link, comparisonPage } from './routes.js';
import { h, html, useMemo } from './ui.js';
import { figure, number, t } from './words.js';

const { article, caption, dd, div, dl, dt, h3, p, table, tbody, td, th, thead, tr } = html;

/** Room for both lines; of a band that is far wider only a part. */
function nearLines(plot, low, high) {
  const values = [plot.data[1], plot.data[2]].flat().filter((it) => it !== null && it !== undefined);
  const peak = Math.max(0, ...values);
  return room(plot, low, peak > 0 ? Math.min(high, peak * 4) : high);
}

/** The chart of one figure of a comparison. */
export function comparisonChart(comparison, what, data) {
  const last = comparison.estimates?.find((it) => it.what === what);
  const values = last ? { canary: written(last.canary, what), baseline: written(last.baseline, what) } : {};
  return {
    title: t('compare.over', { what: named(what) }),
    data,
    series: [
      { label: t('compare.canary'), tone: 'canary', width: 2.25 },
      { label: t('compare.baseline'), tone: 'stable', width: 1.75, dash: [6, 4] },
      { label: t('compare.upper'), edge: true },
      { label: t('compare.lower'), edge: true },
    ],
    bands: [{ upper: 2, lower: 3, fill: 'band' }],
    bandNames: data[3].some((it) => it !== null) ? [{ label: t('compare.band'), fill: 'band' }] : [],
    format: (value) => written(value, what),
    range: nearLines,
    summary: last ? t('compare.summary', { ...values, what: named(what), interval: interval(last) }) : '',
    nothing: t('compare.nothing'),
  };
}

const estimates = (comparison) => comparison.estimates ?? [];

/** The values of both sides, one line for each figure. */
export const Values = ({ comparison }) =>
  table({ class: 'values' },
    caption({ class: 'unseen' }, t('compare.values', { metric: comparison.metric })),
    thead(null, tr(null, ['what', 'canary', 'baseline', 'truth'].map((name) => th({ key: name, scope: 'col' }, t(`compare.${name}`))))),
    tbody(null, estimates(comparison).map((it) =>
      tr({ key: it.what }, th({ scope: 'row' }, named(it.what)),
        td({ class: 'canary-value' }, written(it.canary, it.what)), td(null, written(it.baseline, it.what)), td(null, interval(it) || '–')))));

export const Samples = ({ comparison }) =>
  dl({ class: 'pairs' },
    div(null, dt(null, t('compare.canarySamples')), dd(null, number(comparison.canary, 0))),
    div(null, dt(null, t('compare.baselineSamples')), dd(null, number(comparison.baseline, 0))),
    div(null, dt(null, t('compare.anytimeP')), dd(null, figure(comparison.anytimeP, 2))));

function Card({ rollout, comparison }) {
  const what = estimates(comparison).at(-1)?.what;
  const data = useMemo(() => lines(comparison.points ?? [], what), [comparison.points, what]);
  const verdict = verdictOf(comparison.verdict);
  return article({ class: `comparison ${verdict}`, 'aria-label': comparison.metric },
    div({ class: 'comparison-head' },
      h3(null, h(Link, { to: comparisonPage(rollout, comparison) }, comparison.metric)), h(Verdict, { verdict })),
    comparison.sentence && p({ class: 'sentence', lang: 'en' }, comparison.sentence),
    h(EvidenceMeter, { comparison }),
    what ? [h(Values, { comparison, key: 'values' }), h(Chart, { chart: comparisonChart(comparison, what, data), height: 130, key: 'chart' })] : null);
}

export function Comparisons({ rollout, comparisons }) {
  const now = newest(comparisons);
  return h(Block, { title: t('compare.title'), id: 'comparisons' },
    comparisons === null
      ? p({ class: 'nothing', role: 'status' }, t('frame.loading'))
      : now.length === 0
        ? p({ class: 'nothing' }, t('compare.none'))
        : div({ class: 'comparison-cards' }, now.map((it) =>
          h(Card, { key: `${it.run}/${it.metric}`, rollout, comparison: it }))));
}
