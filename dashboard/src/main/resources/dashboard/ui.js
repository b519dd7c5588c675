// What all pages are made of: preact, its hooks, and one function for each HTML tag.
import { Fragment, h, render } from './library/preact.js';

export { Fragment, h, render };
export { useEffect, useId, useMemo, useReducer, useRef, useState } from './library/hooks.js';

const isAttributes = (it) => it !== null && typeof it === 'object' && it.constructor === Object;

const tag = (name) => (first, ...rest) =>
  isAttributes(first) ? h(name, first, ...rest) : h(name, null, first, ...rest);

const tags = new Map();

/** Functions that make elements: `const { div, p } = html; div({ class: 'x' }, p('text'))`. */
export const html = new Proxy({}, {
  get(_, name) {
    if (!tags.has(name)) {
      tags.set(name, tag(name));
    }
    return tags.get(name);
  },
});

/** Class names that hold: `classes('a', on && 'b')`. */
export const classes = (...names) => names.filter(Boolean).join(' ');

const SHAPES = {
  healthy: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM4.8 8.2l2.3 2.3 4.2-4.6',
  progressing: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM6.5 5l4.5 3-4.5 3z',
  paused: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM6.3 5.5v5M9.7 5.5v5',
  degraded: 'M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3zM8 4.6v4.2M8 11.2v.1',
  unknown: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM6.2 6.3c0-2.3 3.7-2.2 3.7 0 0 1.5-1.9 1.5-1.9 3M8 11.5v.1',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  dot: 'M8 6.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z',
  arrow: 'M3 8h9M8.5 4.5L12 8l-3.5 3.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  gear: 'M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M3.4 12.6l1.4-1.4M11.2 4.8l1.4-1.4',
  bolt: 'M9 1.5L3.5 9H8l-1 5.5L12.5 7H8z',
};

/** A small picture beside a word; never without the word. */
export const Icon = ({ name }) =>
  h('svg', { class: 'icon', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true', focusable: 'false' },
    h('path', { d: SHAPES[name] ?? SHAPES.unknown }));
