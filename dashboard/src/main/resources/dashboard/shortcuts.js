// Keys for those who do not use a pointer; a dialog lists them.
import { useCell } from './cell.js';
import { Dialog } from './dialog.js';
import { go } from './routes.js';
import { keys } from './settings.js';
import { h, html, useEffect, useRef } from './ui.js';
import { t } from './words.js';

const { dd, dl, dt, div, input, kbd, label } = html;

const typing = (element) => element.closest?.('input, textarea, select, [contenteditable]');

const busy = (event) =>
  event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector('dialog[open]');

const pages = { l: '/', c: '/create', a: '/audit' };

/** Actions by their key, while a page is shown. */
export function useKeys(actions) {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const press = (event) => {
      const action = latest.current[event.key];
      if (action && keys.value === 'on' && !busy(event)) {
        event.preventDefault();
        action();
      }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

/** `?` for help, and `g` with a letter for a page. */
export function useShortcuts({ help }) {
  useEffect(() => {
    let leading = 0;
    const press = (event) => {
      if (keys.value !== 'on' || busy(event)) {
        return;
      }
      if (event.key === '?') {
        help();
      } else if (event.key === 'g') {
        leading = Date.now();
      } else if (Date.now() - leading < 1500 && pages[event.key]) {
        leading = 0;
        // Before the page's own keys, of which the letter may be one.
        event.preventDefault();
        event.stopImmediatePropagation();
        go(pages[event.key]);
      }
    };
    document.addEventListener('keydown', press, true);
    return () => document.removeEventListener('keydown', press, true);
  }, []);
}

const ROWS = [
  ['?', 'keys.help'],
  ['g l', 'keys.list'],
  ['g c', 'keys.create'],
  ['g a', 'keys.audit'],
  ['/', 'keys.search'],
  ['p', 'keys.promote'],
  ['z', 'keys.pause'],
  ['x', 'keys.abort'],
  ['Esc', 'keys.escape'],
];

/** The dialog that lists the keys. */
export function Shortcuts({ onClose }) {
  const chosen = useCell(keys);
  return h(Dialog, { title: t('keys.title'), onClose },
    dl({ class: 'keys' }, ROWS.map(([combination, text]) =>
      div({ key: combination }, dt(null, combination.split(' ').map((key) => kbd({ key }, key))), dd(null, t(text))))),
    label({ class: 'check' },
      input({ type: 'checkbox', checked: chosen === 'on', onChange: (event) => keys.set(event.target.checked ? 'on' : 'off') }),
      t('keys.on')));
}
