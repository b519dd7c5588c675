// One rollout: where is it, is the canary worse, what happens next, what can I do.
import { announce } from './announce.js';
import { Backends } from './backends.js';
import { Block, Trail } from './block.js';
import { Commands } from './commands.js';
import { Comparisons } from './comparisons.js';
import { Glance } from './glance.js';
import { Ladder } from './ladder.js';
import { Phase } from './phase.js';
import { ProblemBox } from './problem.js';
import { useAsked, useBeat, useComparisons, useRollout, useSignals } from './rollouts.js';
import { Link } from './routes.js';
import { Runs } from './runs.js';
import { Transitions } from './transitions.js';
import { h, html, useEffect, useRef } from './ui.js';
import { WeightChart } from './weight-chart.js';
import { ago, moment, said, t, word } from './words.js';

const { code, div, h1, header, li, p, span, time, ul } = html;

/** Reads out a change of phase, and of the step. */
function useAnnouncements(rollout) {
  const before = useRef('');
  useEffect(() => {
    if (!rollout) {
      return;
    }
    const now = `${rollout.phase}/${rollout.step?.index}`;
    if (before.current && before.current !== now) {
      announce(t('rollout.announce', { name: rollout.name, phase: word(`phase.${rollout.phase}`, rollout.phase), message: said(rollout.message).text }));
    }
    before.current = now;
  }, [rollout?.phase, rollout?.step?.index]);
}

/** A node's name without most of the number that makes it one of a kind. */
const brief = (node) => node.replace(/(#.{6}).*/, '$1');

function Head({ rollout }) {
  const message = said(rollout.message);
  return header({ class: 'rollout-head' },
    h(Trail, { items: [{ to: '/', text: t('list.title') }, { text: `${rollout.namespace}/${rollout.name}` }] }),
    div({ class: 'title' }, h1(null, rollout.name), h(Phase, { phase: rollout.phase, large: true }),
      rollout.guarded && span({ class: 'chip', title: t('rollout.guardedHint') }, t('rollout.guarded'))),
    p({ class: 'message', lang: message.lang }, message.text),
    p({ class: 'facts' },
      span(null, word(`strategy.${rollout.strategy}`, rollout.strategy)),
      rollout.stable && span(null, t('rollout.stable'), ' ', code({ class: 'stable-name' }, rollout.stable)),
      rollout.desired !== rollout.stable && span(null, t('rollout.canary'), ' ', code({ class: 'canary-name' }, rollout.desired)),
      rollout.since && span(null, time({ dateTime: rollout.since, title: moment(rollout.since) }, t('rollout.since', { ago: ago(rollout.since) }))),
      rollout.node && span({ title: rollout.node }, t('rollout.node', { node: brief(rollout.node) }))));
}

/** Comparisons say their sentence on their own cards. */
const ownWords = (sentences, comparisons) =>
  (sentences ?? []).filter((it) => !(comparisons ?? []).some(({ metric }) => it.startsWith(`${metric}: `)));

function Explanation({ sentences }) {
  return sentences.length > 0 && h(Block, { title: t('explain.title'), id: 'explain' },
    ul({ class: 'sentences' }, sentences.map((it) => {
      const { text, lang } = said(it);
      return li({ key: it, lang }, text);
    })));
}

function Router({ router }) {
  return router && h(Block, { title: t('router.title'), id: 'router' },
    p({ class: 'facts' }, code(null, router.kind), router.address && code(null, router.address)),
    router.trouble ? p({ class: 'box bad', lang: 'en' }, router.trouble) : p({ class: 'muted' }, t('router.fine')));
}

export function RolloutPage({ namespace, name }) {
  const { rollout, transitions, problem, gone } = useRollout(namespace, name);
  const comparisons = useComparisons(rollout);
  const signals = useSignals(rollout);
  const asked = useAsked(rollout, transitions);
  useBeat(1000);
  useAnnouncements(rollout);
  useEffect(() => {
    document.title = `${name}${rollout ? ` – ${word(`phase.${rollout.phase}`, rollout.phase)}` : ''} – Serin`;
  });
  if (!rollout) {
    return div({ class: 'page' },
      h(Trail, { items: [{ to: '/', text: t('list.title') }, { text: `${namespace}/${name}` }] }),
      h1(null, name),
      problem ? h(ProblemBox, { problem }) : p({ class: 'nothing', role: 'status' }, t('frame.loading')));
  }
  return div({ class: 'page rollout' },
    h(Head, { rollout }),
    gone && p({ class: 'box bad', role: 'alert' }, t('rollout.gone')),
    h(Glance, { rollout, comparisons }, h(Commands, { rollout, comparisons, gone })),
    div({ class: 'columns' },
      div({ class: 'side' },
        h(Ladder, { rollout }),
        h(Backends, { rollout, signals }),
        h(Router, { router: rollout.router })),
      div({ class: 'wide' },
        h(WeightChart, { rollout, transitions }),
        h(Comparisons, { rollout, comparisons }),
        h(Explanation, { sentences: ownWords(rollout.explanation, comparisons) }),
        h(Runs, { rollout }),
        h(Transitions, { transitions, asked }))));
}
