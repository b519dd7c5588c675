// Analysis runs with their metrics and measurements.
import { get, rolloutPath } from './api.js';
import { Phase } from './phase.js';
import { Block } from './block.js';
import { h, html, useEffect, useState } from './ui.js';
import { moment, number, t } from './words.js';

const { button, caption, code, details, div, p, span, summary, table, tbody, td, th, thead, tr } = html;

const COUNTS = ['successful', 'failed', 'inconclusive', 'error'];

const saying = (metric) => metric.message || metric.details?.sentence;

const Metric = ({ metric }) =>
  tr(null,
    th({ scope: 'row' }, metric.name, metric.kind && span({ class: 'muted' }, ' ', metric.kind)),
    td(null, h(Phase, { phase: metric.phase })),
    td(null, metric.value ? code(null, metric.value) : '–', saying(metric) && p({ class: 'note', lang: 'en' }, saying(metric))),
    td({ class: 'counts' }, COUNTS.filter((it) => metric[it] > 0).map((it) => span({ key: it }, t(`runs.${it}`, { n: metric[it] }))),
      COUNTS.every((it) => !metric[it]) && '–'));

const MEASUREMENT_COLUMNS = ['metric', 'phase', 'value', 'finished'];

const Measurement = ({ one }) =>
  tr(null, th({ scope: 'row' }, `${one.metric} ${number(one.number, 0)}`), td(null, h(Phase, { phase: one.phase })),
    td(null, one.value ? code(null, one.value) : '–', one.message && p({ class: 'note', lang: 'en' }, one.message)),
    td(null, moment(one.finishedAt ?? one.startedAt)));

function Measurements({ rollout, run, counted }) {
  const [items, setItems] = useState(null);
  useEffect(() => {
    const abort = new AbortController();
    get(`${rolloutPath(rollout.namespace, rollout.name)}/runs/${encodeURIComponent(run.name)}/measurements?limit=50`, abort.signal)
      .then((page) => setItems(page.items), () => {});
    return () => abort.abort();
  }, [run.name, counted]);
  if (!items) {
    return p({ class: 'nothing', role: 'status' }, t('frame.loading'));
  }
  return items.length === 0
    ? p({ class: 'nothing' }, t('runs.noMeasurements'))
    : div({ class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': t('runs.measurementsOf', { name: run.name }) }, table({ class: 'grid' },
      caption({ class: 'unseen' }, t('runs.measurements')),
      thead(null, tr(null, MEASUREMENT_COLUMNS.map((it) => th({ key: it, scope: 'col' }, t(`runs.${it}`))))),
      tbody(null, items.map((one) => h(Measurement, { key: `${one.metric}/${one.number}`, one })))));
}

function Run({ rollout, run }) {
  const [open, setOpen] = useState(false);
  const counted = (run.metrics ?? []).reduce((sum, it) => sum + (it.count ?? 0), 0);
  return details({ class: 'run', open: run.phase !== 'Successful' },
    summary(null, span({ class: 'run-name' }, run.name), h(Phase, { phase: run.phase })),
    p({ class: 'muted' }, t('runs.began', { at: moment(run.startedAt) }), run.completedAt && `, ${t('runs.ended', { at: moment(run.completedAt) })}`),
    run.message && p({ class: 'note', lang: 'en' }, run.message),
    div({ class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': t('runs.metricsOf', { name: run.name }) }, table({ class: 'grid' },
      caption({ class: 'unseen' }, t('runs.metricsOf', { name: run.name })),
      thead(null, tr(null, ['metric', 'phase', 'value', 'counts'].map((it) => th({ key: it, scope: 'col' }, t(`runs.${it}`))))),
      tbody(null, (run.metrics ?? []).map((it) => h(Metric, { key: it.name, metric: it }))))),
    button({ type: 'button', class: 'quiet small', 'aria-expanded': String(open), onClick: () => setOpen(!open) },
      t(open ? 'runs.hide' : 'runs.measurements')),
    open && h(Measurements, { rollout, run, counted }));
}

export const Runs = ({ rollout }) =>
  h(Block, { title: t('runs.title'), id: 'runs' },
    rollout.analysisRuns?.length > 0
      ? rollout.analysisRuns.map((run) => h(Run, { key: run.name, rollout, run }))
      : p({ class: 'nothing' }, t('runs.nothing')));
