// How the traffic is split: a bar with the canary's share, beside a number.
import { html } from './ui.js';

const { span } = html;

/** The bar alone; the number stands beside it. */
export const Split = ({ weight, small }) =>
  span({ class: small ? 'split mini' : 'split', 'aria-hidden': 'true' },
    span({ class: 'split-canary', style: { width: `${Math.min(100, Math.max(0, weight ?? 0))}%` } }));
