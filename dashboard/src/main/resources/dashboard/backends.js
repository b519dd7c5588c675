// The pools behind a rollout, and what each serves.
import { Block } from './block.js';
import { Icon, h, html } from './ui.js';
import { figure, percent, t } from './words.js';

const { code, dd, div, dl, dt, li, p, span, ul } = html;

const milliseconds = (value) => (typeof value === 'number' ? `${figure(value)} ms` : '–');

function Traffic({ population }) {
  const facts = [
    ['backends.rps', t('backends.perSecond', { rate: figure(population.rps) })],
    ['backends.errors', percent((population.errorRate ?? 0) * 100)],
    ['backends.p50', milliseconds(population.latency?.p50)],
    ['backends.p99', milliseconds(population.latency?.p99)],
  ];
  return dl({ class: 'pairs' }, facts.map(([name, value]) => div({ key: name }, dt(null, t(name)), dd(null, value))));
}

function Backend({ backend, population }) {
  return li({ class: `backend ${backend.role}` },
    p({ class: 'backend-head' },
      span({ class: `chip ${backend.role}` }, t(`backends.${backend.role}`)), code(null, backend.revision),
      span({ class: `badge ${backend.healthy ? 'good' : 'bad'}` },
        h(Icon, { name: backend.healthy ? 'healthy' : 'degraded' }), t(backend.healthy ? 'backends.healthy' : 'backends.unhealthy'))),
    backend.why && p({ class: 'note', lang: 'en' }, backend.why),
    population && h(Traffic, { population }),
    ul({ class: 'endpoints' }, (backend.endpoints ?? []).map((it) => li({ key: it }, code(null, it)))));
}

export function Backends({ rollout, signals }) {
  const populations = signals?.available ? signals.populations : [];
  const of = (backend) => populations.find((it) => it.revision === backend.revision && it.role === backend.role)
    ?? populations.find((it) => it.revision === backend.revision);
  return rollout.backends?.length > 0 && h(Block, { title: t('backends.title'), id: 'backends' },
    ul({ class: 'backends' }, rollout.backends.map((it) => h(Backend, { key: it.name, backend: it, population: of(it) }))),
    signals && !signals.available && p({ class: 'muted' }, t('backends.elsewhere', { node: signals.node ?? '–' })),
    populations.length > 0 && p({ class: 'muted' }, t('backends.window')));
}
