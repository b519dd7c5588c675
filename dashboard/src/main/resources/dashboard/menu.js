// The menu in the header: theme, language, and who is logged in.
import { get, logOut, session } from './api.js';
import { useCell } from './cell.js';
import { language, languages, theme, themes } from './settings.js';
import { Icon, h, html, useEffect, useRef, useState } from './ui.js';
import { t } from './words.js';

const { button, div, fieldset, input, label, legend, p } = html;

function Choice({ name, from, setting }) {
  const chosen = useCell(setting);
  return fieldset({ class: 'choice' },
    legend(null, t(`menu.${name}`)),
    div({ class: 'segments' }, from.map((value) =>
      label({ key: value, class: 'segment' },
        input({ type: 'radio', name, value, checked: chosen === value, onChange: () => setting.set(value) }),
        html.span({ lang: name === 'language' ? value : undefined }, t(`menu.${name}.${value}`))))));
}

function Who() {
  const who = useCell(session);
  const [server, setServer] = useState(null);
  useEffect(() => {
    if (who) {
      get('/server').then(setServer, () => {});
    }
  }, [who]);
  if (!who) {
    return null;
  }
  return div({ class: 'who' },
    p(null, who.login === 'none' ? t('menu.open') : t('menu.as', { name: who.name })),
    who.login !== 'none' && button({ type: 'button', onClick: () => logOut().catch(() => {}) }, t('menu.logout')),
    server && p({ class: 'muted' }, t('menu.server', { version: server.version ?? '–', node: server.node ?? '–' })));
}

export function Menu() {
  const [open, setOpen] = useState(false);
  const box = useRef(null);
  useEffect(() => {
    if (!open) {
      return undefined;
    }
    const leave = (event) => !box.current.contains(event.target) && setOpen(false);
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
    };
  }, [open]);
  const escape = (event) => {
    if (event.key === 'Escape' && open) {
      setOpen(false);
      box.current.querySelector('button').focus();
    }
  };
  return div({ class: 'menu', ref: box, onKeyDown: escape },
    button({ type: 'button', class: 'quiet', 'aria-expanded': String(open), 'aria-controls': 'menu', onClick: () => setOpen(!open) },
      h(Icon, { name: 'gear' }), html.span({ class: 'wide-only' }, t('menu.title')), html.span({ class: 'phone-unseen' }, t('menu.title'))),
    open && div({ id: 'menu', class: 'menu-panel' },
      h(Choice, { name: 'theme', from: themes, setting: theme }),
      h(Choice, { name: 'language', from: languages, setting: language }),
      h(Who, {})));
}
