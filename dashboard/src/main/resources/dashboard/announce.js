// What is told to everybody: a line that fades, read out by screen readers.
import { cell, useCell } from './cell.js';
import { h, html } from './ui.js';

const { div, p } = html;

const spoken = cell('');
const notice = cell(null);
let timer = 0;

/** Reads a text out to those who do not see the page change. */
export const announce = (text) => spoken.set(text);

/** Shows a line for some seconds, and reads it out. */
export function tell(text, kind = 'info') {
  clearTimeout(timer);
  notice.set({ text, kind });
  timer = setTimeout(() => notice.set(null), 7000);
}

export function Announcer() {
  const text = useCell(spoken);
  const line = useCell(notice);
  return div({ class: 'announcer' },
    p({ class: 'unseen', role: 'status', 'aria-live': 'polite' }, text),
    div({ role: 'status', 'aria-live': 'polite' }, line && p({ class: `notice ${line.kind}` }, line.text)));
}

export const announcer = () => h(Announcer, {});
