// The steps of the plan, and where the rollout is among them.
import { Block } from './block.js';
import { Icon, h, html } from './ui.js';
import { t } from './words.js';

const { code, li, ol, p, span } = html;

const PICTURES = { done: 'check', current: 'arrow', pending: 'dot' };

export function Ladder({ rollout }) {
  const steps = rollout.steps ?? [];
  return h(Block, { title: t('ladder.title'), id: 'ladder' },
    steps.length === 0
      ? p({ class: 'nothing' }, t('ladder.nothing'))
      : ol({ class: 'ladder' }, steps.map((step) =>
        li({ key: step.index, class: step.state, 'aria-current': step.state === 'current' ? 'step' : undefined },
          span({ class: 'rung' }, h(Icon, { name: PICTURES[step.state] })),
          code(null, step.text),
          span({ class: step.state === 'current' ? 'state' : 'unseen' }, t(`ladder.${step.state}`))))));
}
