// The four answers at the top of a rollout's page.
import { verdictOf } from './figures.js';
import { Split } from './split.js';
import { Icon, classes, h, html } from './ui.js';
import { number, percent, said, span as length, t } from './words.js';

const { code, div, h2, li, p, section, strong, ul } = html;

const Answer = ({ name, tone, children }) =>
  section({ class: classes('answer', name, tone), 'aria-labelledby': `answer-${name}` },
    h2({ id: `answer-${name}` }, t(`glance.${name}`)), children);

const updating = (rollout) => rollout.desired !== rollout.stable;

/** Only an update that was taken back can be tried again. */
const takenBack = (rollout) => rollout.actions?.includes('retry');

function standing(rollout) {
  if (takenBack(rollout)) {
    return 'glance.takenBack';
  }
  return updating(rollout) ? 'glance.noStep' : 'glance.settled';
}

function onward(rollout) {
  if (takenBack(rollout)) {
    return 'glance.untilRetry';
  }
  return updating(rollout) ? 'glance.moving' : 'glance.nothingNext';
}

function Where({ rollout }) {
  const { step, weight, effectiveWeight } = rollout;
  const differs = effectiveWeight !== null && effectiveWeight !== undefined && Math.abs(effectiveWeight - weight) > 0.0001;
  const settled = !updating(rollout);
  return h(Answer, { name: 'where' },
    settled
      ? p({ class: 'big' }, strong(null, rollout.stable), ' ', t('glance.everybody'))
      : p({ class: 'big' }, strong(null, percent(weight)), ' ', t('glance.ofTraffic')),
    h(Split, { weight: settled ? 0 : weight }),
    differs && p({ class: 'note' }, t('glance.effective', { weight: percent(effectiveWeight, 4) })),
    step
      ? p({ class: 'note' }, t('glance.step', { index: step.index + 1, count: step.count }), ' ', code(null, step.text))
      : p({ class: 'note' }, t(standing(rollout))));
}

/** What all comparisons say together: the worst of them, and the least evidence. */
export function together(comparisons) {
  const verdicts = (comparisons ?? []).map((it) => ({ ...it, verdict: verdictOf(it.verdict) }));
  const worse = verdicts.filter((it) => it.verdict === 'worse');
  const fine = verdicts.filter((it) => it.verdict === 'notWorse');
  const least = Math.min(...verdicts.map((it) => (it.verdict === 'notWorse' ? 1 : it.evidence ?? 0)));
  const verdict = verdicts.length === 0 ? 'none' : worse.length > 0 ? 'worse' : fine.length === verdicts.length ? 'notWorse' : 'undecided';
  return { verdict, worse, fine, all: verdicts, least };
}

/** Only the newest comparison of each metric says something about now. */
export function newest(comparisons) {
  const byMetric = new Map();
  (comparisons ?? []).forEach((it) => byMetric.set(it.metric, it));
  return [...byMetric.values()];
}

const PICTURES = { worse: 'degraded', failed: 'degraded', notWorse: 'healthy', undecided: 'unknown', none: 'unknown' };

const ofUpdate = (rollout) =>
  (rollout.analysisRuns ?? []).filter((run) => run.name.startsWith(`${rollout.name}-${rollout.current}-`));

const failing = (rollout) => ofUpdate(rollout).filter((run) => ['Failed', 'Error', 'Inconclusive'].includes(run.phase));

/** What took the update back beside comparisons, such as a canary that could not be reached. */
function failed(rollout) {
  const last = ofUpdate(rollout).sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt)).at(-1);
  return takenBack(rollout) ? (last?.metrics ?? []).filter((it) => ['Failed', 'Error'].includes(it.phase)).map((it) => it.name) : [];
}

function answerOf(rollout, comparisons) {
  const found = together(newest(comparisons));
  const others = failed(rollout);
  return found.verdict !== 'worse' && others.length > 0 ? { ...found, verdict: 'failed', others } : found;
}

function Worse({ rollout, comparisons }) {
  const found = answerOf(rollout, comparisons);
  const tone = { worse: 'bad', failed: 'bad', notWorse: 'good' }[found.verdict];
  return h(Answer, { name: 'worse', tone },
    p({ class: 'big' }, h(Icon, { name: PICTURES[found.verdict] }), strong(null, t(`glance.verdict.${found.verdict}`))),
    found.verdict === 'worse' && p({ class: 'note' }, t('glance.worseIn', { metrics: found.worse.map((it) => it.metric).join(', ') })),
    found.verdict === 'failed' && p({ class: 'note' }, t('glance.worseIn', { metrics: found.others.join(', ') })),
    found.verdict === 'undecided' && p({ class: 'note' },
      t('glance.evidence', { evidence: percent(found.least * 100, 0), fine: number(found.fine.length), n: found.all.length })),
    found.verdict === 'notWorse' && p({ class: 'note' }, t('glance.allFine', { n: found.all.length })),
    found.verdict === 'none' && p({ class: 'note' }, t(updating(rollout) ? 'glance.nothingCompared' : 'glance.noCanary')),
    failing(rollout).map((run) => p({ class: 'note', key: run.name }, t('glance.run', { name: run.name, phase: t(`phase.${run.phase}`) }))));
}

function until(waiting) {
  const left = Date.parse(waiting.until) - Date.now();
  return left > 0 ? t('glance.until', { left: length(left) }) : t('glance.now');
}

function Next({ rollout }) {
  const next = !takenBack(rollout) && rollout.steps?.find((it) => it.state === 'pending');
  const waiting = rollout.waiting;
  const sentence = said(waiting?.what);
  return h(Answer, { name: 'next', tone: rollout.holds?.length > 0 ? 'held' : '' },
    waiting
      ? p({ class: 'big wait' }, t('glance.waits'), ' ', strong({ lang: sentence.lang }, sentence.text))
      : p({ class: 'big' }, strong(null, t(onward(rollout)))),
    waiting?.until && p({ class: 'note timer' }, until(waiting)),
    next && p({ class: 'note' }, t('glance.then'), ' ', code(null, next.text)),
    rollout.holds?.length > 0 && ul({ class: 'holds' }, rollout.holds.map((it) => li({ key: it, lang: said(it).lang }, said(it).text))));
}

export const Glance = ({ rollout, comparisons, children }) =>
  div({ class: 'glance' },
    h(Where, { rollout }),
    h(Worse, { rollout, comparisons }),
    h(Next, { rollout }),
    h(Answer, { name: 'act' }, children));
