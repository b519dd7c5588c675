// Who did what, and why.
import { get } from './api.js';
import { ProblemBox } from './problem.js';
import { Link, rolloutPage } from './routes.js';
import { h, html, useEffect, useState } from './ui.js';
import { moment, t, word } from './words.js';

const { button, div, form, h1, input, label, p, span, table, tbody, td, th, thead, time, tr } = html;

const COLUMNS = ['at', 'by', 'action', 'about', 'why', 'outcome'];

const REQUESTS = [
  [/^POST .*\/commands$/, 'command'],
  [/^POST .*\/manifests$/, 'apply'],
  [/^DELETE /, 'delete'],
];

/** An action in words; the trail keeps a request that it has no word for by its method and path. */
function didWhat(action) {
  const [, name] = REQUESTS.find(([pattern]) => pattern.test(action)) ?? [null, action];
  return html.span({ title: action }, word(`audit.did.${name}`, word(`command.${name}`, name)));
}

const Row = ({ one }) =>
  tr(null,
    th({ scope: 'row' }, time({ dateTime: one.at }, moment(one.at))),
    td({ 'data-label': t('audit.by') }, one.by),
    td({ 'data-label': t('audit.action') }, didWhat(one.action)),
    td({ 'data-label': t('audit.about') }, one.name ? h(Link, { to: rolloutPage(one) }, `${one.namespace}/${one.name}`) : one.namespace ?? '–'),
    td({ 'data-label': t('audit.why') }, one.why ? span({ class: 'quoted' }, one.why) : '–'),
    td({ 'data-label': t('audit.outcome') }, word(`audit.outcome.${one.outcome}`, one.outcome ?? '–')));

export function AuditPage() {
  const [filter, setFilter] = useState({ by: '', name: '' });
  const [page, setPage] = useState({ items: null, next: null });
  const [problem, setProblem] = useState(null);
  const query = (after) =>
    new URLSearchParams(Object.entries({ ...filter, limit: 50, after }).filter(([, value]) => value)).toString();
  useEffect(() => {
    document.title = `${t('audit.title')} – Serin`;
  });
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => get(`/audit?${query()}`, abort.signal).then((found) => {
      setPage(found);
      setProblem(null);
    }, (failure) => failure.name !== 'AbortError' && setProblem(failure)), 200);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [filter]);
  const more = () => get(`/audit?${query(page.next)}`).then((found) => setPage({ items: [...page.items, ...found.items], next: found.next }), setProblem);
  const field = (name) =>
    label({ class: 'field' }, span(null, t(`audit.${name}Filter`)),
      input({ type: 'search', value: filter[name], onInput: (event) => setFilter({ ...filter, [name]: event.target.value }) }));
  return div({ class: 'page' },
    h1(null, t('audit.title')),
    p({ class: 'lead' }, t('audit.lead')),
    form({ class: 'filters', role: 'search', onSubmit: (event) => event.preventDefault() }, field('name'), field('by')),
    problem && h(ProblemBox, { problem }),
    !page.items && !problem && p({ class: 'nothing', role: 'status' }, t('frame.loading')),
    page.items?.length === 0 && p({ class: 'nothing' }, t('audit.nothing')),
    page.items?.length > 0 && table({ class: 'rollouts audit' },
      html.caption({ class: 'unseen' }, t('audit.title')),
      thead(null, tr(null, COLUMNS.map((it) => th({ key: it, scope: 'col' }, t(`audit.${it}`))))),
      tbody(null, page.items.map((one) => h(Row, { key: one.number, one })))),
    page.next && button({ type: 'button', class: 'more', onClick: more }, t('list.more')));
}
