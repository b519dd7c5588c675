// The evidence meter: how far it is to a promotion, and how far to a rollback.
import { eValue, limitOf, verdictOf } from './figures.js';
import { html } from './ui.js';
import { figure, percent, t } from './words.js';

const { div, span } = html;

function Meter({ name, value, text, tone, ticks }) {
  const part = Math.min(1, Math.max(0, value));
  return div({ class: 'meter-row' },
    span({ class: 'meter-name', 'aria-hidden': 'true' }, name),
    div({
      class: `meter ${tone}`, role: 'meter', 'aria-label': name,
      'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': Math.round(part * 100), 'aria-valuetext': text,
    },
    span({ class: 'meter-fill', style: { width: `${part * 100}%` } }),
    (ticks ?? []).map((at) => span({ key: at, class: 'meter-tick', style: { left: `${at * 100}%` } }))),
    span({ class: 'meter-text', 'aria-hidden': 'true' }, text));
}

/** Powers of ten between 1 and the limit, as shares of the way. */
function tens(limit) {
  const count = Math.ceil(limit / Math.LN10) - 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => ((index + 1) * Math.LN10) / limit).filter((it) => it < 0.995);
}

/** Both meters of a comparison. The one towards a rollback is logarithmic: each tick is ten times the evidence. */
export function EvidenceMeter({ comparison }) {
  const limit = limitOf(comparison);
  const share = verdictOf(comparison.verdict) === 'notWorse' ? 1 : comparison.evidence ?? 0;
  return div({ class: 'meters' },
    Meter({ name: t('evidence.promotion'), value: share, text: percent(share * 100, 0), tone: 'towards-promotion' }),
    Meter({
      name: t('evidence.rollback'),
      value: (comparison.logE ?? 0) / limit,
      text: t('evidence.of', { e: eValue(comparison.logE ?? 0), limit: figure(Math.exp(limit)) }),
      tone: 'towards-rollback',
      ticks: tens(limit),
    }));
}
