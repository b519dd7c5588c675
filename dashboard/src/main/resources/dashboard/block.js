// A part of a page with its heading, and the trail that leads back.
import { Link } from './routes.js';
import { h, html } from './ui.js';
import { t } from './words.js';

const { div, h2, li, nav, ol, section, span } = html;

/** A part of a page. */
export const Block = ({ title, children, id, aside }) =>
  section({ class: 'block', 'aria-labelledby': `${id}-title` },
    div({ class: 'block-head' }, h2({ id: `${id}-title` }, title), aside), children);

/** Where a page is; the last item is the page itself. */
export const Trail = ({ items }) =>
  nav({ class: 'trail', 'aria-label': t('frame.trail') },
    ol(null, items.map(({ to, text }) => li({ key: text }, to ? h(Link, { to }, text) : span({ 'aria-current': 'page' }, text)))));
