// Phases and verdicts: always a picture and a word, never colour alone.
import { Icon, h, html } from './ui.js';
import { t, word } from './words.js';

const { span } = html;

const PICTURES = {
  Healthy: 'healthy', Progressing: 'progressing', Paused: 'paused', Degraded: 'degraded',
  Successful: 'healthy', Running: 'progressing', Pending: 'unknown', Failed: 'degraded', Error: 'degraded', Inconclusive: 'unknown',
};

const TONES = {
  Healthy: 'good', Progressing: 'active', Paused: 'held', Degraded: 'bad',
  Successful: 'good', Running: 'active', Pending: 'plain', Failed: 'bad', Error: 'bad', Inconclusive: 'held',
};

/** A phase of a rollout, a run, a metric or a measurement. */
export const Phase = ({ phase, large }) =>
  span({ class: `badge ${TONES[phase] ?? 'plain'}${large ? ' large' : ''}` },
    h(Icon, { name: PICTURES[phase] ?? 'unknown' }), word(`phase.${phase}`, phase));

const VERDICTS = {
  worse: ['degraded', 'bad'],
  notWorse: ['healthy', 'good'],
  undecided: ['unknown', 'held'],
  noData: ['unknown', 'plain'],
};

/** What a comparison says. */
export const Verdict = ({ verdict }) => {
  const [picture, tone] = VERDICTS[verdict];
  return span({ class: `badge ${tone}` }, h(Icon, { name: picture }), t(`verdict.${verdict}`));
};
