// The list of rollouts.
import { useCell } from './cell.js';
import { Phase } from './phase.js';
import { ProblemBox } from './problem.js';
import { useRollouts } from './rollouts.js';
import { Link, go, place, rolloutPage } from './routes.js';
import { useKeys } from './shortcuts.js';
import { Split } from './split.js';
import { h, html, useEffect, useRef, useState } from './ui.js';
import { ago, moment, percent, said, t } from './words.js';

const { button, code, div, form, h1, input, label, option, p, pre, select, span, table, tbody, td, th, thead, time, tr } = html;

const PHASES = ['Progressing', 'Paused', 'Degraded', 'Healthy'];

function filterOf(address) {
  const values = new URLSearchParams(address.split('?')[1] ?? '');
  return { phase: values.get('phase') ?? '', q: values.get('q') ?? '' };
}

function show(filter) {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value)).toString();
  go(query ? `/?${query}` : '/', { replace: true });
}

function Search({ filter }) {
  const field = useRef(null);
  const [text, setText] = useState(filter.q);
  useKeys({ '/': () => field.current.focus() });
  useEffect(() => {
    const timer = setTimeout(() => text !== filter.q && show({ ...filter, q: text }), 250);
    return () => clearTimeout(timer);
  }, [text]);
  return form({ class: 'filters', role: 'search', onSubmit: (event) => event.preventDefault() },
    label({ class: 'field' }, span(null, t('list.search')),
      input({ type: 'search', ref: field, value: text, placeholder: t('list.searchHint'), onInput: (event) => setText(event.target.value) })),
    label({ class: 'field' }, span(null, t('list.phase')),
      select({ value: filter.phase, onChange: (event) => show({ ...filter, phase: event.target.value }) },
        option({ value: '' }, t('list.allPhases')),
        PHASES.map((it) => option({ key: it, value: it }, t(`phase.${it}`))))));
}

function Step({ step }) {
  return step
    ? span({ class: 'step-text' }, t('list.step', { index: step.index + 1, count: step.count }), ' ', code(null, step.text))
    : span({ class: 'muted' }, '–');
}

function Now({ rollout }) {
  const sentence = said(rollout.message || rollout.waiting?.what);
  return span({ lang: sentence.lang, class: 'message clamped', title: sentence.text }, sentence.text);
}

const updating = (rollout) => rollout.desired && rollout.desired !== rollout.stable;

function Revisions({ rollout }) {
  return span({ class: 'revisions' },
    rollout.stable && code({ class: 'stable-name' }, rollout.stable),
    updating(rollout) && [span({ 'aria-hidden': 'true' }, ' → '), span({ class: 'unseen' }, t('list.to')), code({ class: 'canary-name' }, rollout.desired)]);
}

const cell = (name, content) => td({ 'data-label': t(`list.${name}`), class: name }, content);

function Row({ rollout }) {
  return tr(null,
    th({ scope: 'row', class: 'name' },
      h(Link, { to: rolloutPage(rollout) }, rollout.name), span({ class: 'namespace' }, rollout.namespace)),
    cell('phase', h(Phase, { phase: rollout.phase })),
    cell('weight', updating(rollout)
      ? [h(Split, { weight: rollout.weight, small: true }), span({ class: 'figure' }, percent(rollout.weight, 1))]
      : span({ class: 'muted' }, '–')),
    cell('steps', h(Step, { step: rollout.step })),
    cell('revision', h(Revisions, { rollout })),
    cell('now', h(Now, { rollout })),
    cell('updated', time({ dateTime: rollout.updatedAt, title: moment(rollout.updatedAt) }, ago(rollout.updatedAt))));
}

const COLUMNS = ['rollout', 'phase', 'weight', 'steps', 'revision', 'now', 'updated'];

const Table = ({ items }) =>
  table({ class: 'rollouts' },
    html.caption({ class: 'unseen' }, t('list.title')),
    thead(null, tr(null, COLUMNS.map((name) => th({ key: name, scope: 'col' }, t(`list.${name}`))))),
    tbody(null, items.map((rollout) => h(Row, { key: `${rollout.namespace}/${rollout.name}`, rollout }))));

function Nothing({ filtered }) {
  if (filtered) {
    return div({ class: 'empty' }, p(null, t('list.noMatch')),
      button({ type: 'button', onClick: () => show({}) }, t('list.clear')));
  }
  return div({ class: 'empty' },
    html.h2(null, t('list.empty')),
    p(null, t('list.emptyHow')),
    pre({ tabIndex: 0 }, code(null, 'serin apply -f rollout.yaml')),
    p(null, t('list.emptyOr'), ' ', h(Link, { to: '/create' }, t('list.emptyPage'))));
}

export function ListPage() {
  const filter = filterOf(useCell(place));
  const { items, next, problem, more } = useRollouts(filter);
  useEffect(() => {
    document.title = `${t('list.title')} – Serin`;
  });
  return div({ class: 'page' },
    div({ class: 'page-head' }, h1(null, t('list.title')),
      h(Link, { to: '/create', class: 'button primary' }, t('create.tab'))),
    h(Search, { filter }),
    problem && h(ProblemBox, { problem }),
    !items && !problem && p({ class: 'nothing', role: 'status' }, t('frame.loading')),
    items && (items.length > 0 ? h(Table, { items }) : h(Nothing, { filtered: filter.q || filter.phase })),
    next && button({ type: 'button', class: 'more', onClick: more }, t('list.more')));
}
