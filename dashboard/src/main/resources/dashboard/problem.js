// A request that failed, in words.
import { html } from './ui.js';
import { t } from './words.js';

const { div, li, p, ul } = html;

/** The words for a failure. */
export const problemText = (problem) => (problem.status === 0 ? t('problem.unreachable') : problem.message);

/** A box with a failure and its reasons. */
export function ProblemBox({ problem }) {
  const reasons = problem.body?.reasons ?? [];
  return div({ class: 'box bad', role: 'alert' },
    p(null, problemText(problem)),
    reasons.length > 0 && ul(null, reasons.map((it) => li({ key: it, lang: 'en' }, it))));
}
