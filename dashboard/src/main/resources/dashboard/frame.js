// What stands around every page: header, navigation, announcements, shortcuts.
import { announcer } from './announce.js';
import { askSession, session } from './api.js';
import { AuditPage } from './audit-page.js';
import { useCell } from './cell.js';
import { ComparisonPage } from './comparison-page.js';
import { CreatePage } from './create-page.js';
import { connection } from './events.js';
import { ListPage } from './list-page.js';
import { LoginPage } from './login-page.js';
import { Menu } from './menu.js';
import { RolloutPage } from './rollout-page.js';
import { Link, match, place } from './routes.js';
import { language } from './settings.js';
import { Shortcuts, useShortcuts } from './shortcuts.js';
import { classes, h, html, useEffect, useRef, useState } from './ui.js';
import { t } from './words.js';

const { a, button, div, header, h1, main, nav, p, span } = html;

const PAGES = {
  list: ListPage,
  rollout: RolloutPage,
  comparison: ComparisonPage,
  create: CreatePage,
  audit: AuditPage,
  nowhere: Nowhere,
};

function Nowhere() {
  return div({ class: 'page narrow' }, h1(null, t('nowhere.title')), p(null, h(Link, { to: '/' }, t('nowhere.back'))));
}

function Unreachable() {
  useEffect(() => {
    const timer = setInterval(() => askSession().catch(() => {}), 3000);
    return () => clearInterval(timer);
  }, []);
  return div({ class: 'page narrow', role: 'status' }, p({ class: 'nothing' }, t('frame.loading')));
}

/** Says whether what is shown is of this moment. */
function Connection() {
  const state = useCell(connection);
  return span({ class: classes('connection', state), role: 'status' },
    state !== 'idle' && [span({ class: 'lamp', 'aria-hidden': 'true' }), t(`connection.${state}`)]);
}

const Tab = ({ to, page, here, children }) =>
  h(Link, { to, class: 'tab', 'aria-current': page === here ? 'page' : undefined }, children);

function Header({ here, onHelp }) {
  return header({ class: 'header' },
    h(Link, { to: '/', class: 'brand' }, html.img({ src: new URL('serin.svg', import.meta.url).pathname, alt: '', width: 24, height: 24 }), 'Serin'),
    nav({ 'aria-label': t('frame.pages') },
      h(Tab, { to: '/', page: 'list', here }, t('list.title')),
      h(Tab, { to: '/create', page: 'create', here }, t('create.tab')),
      h(Tab, { to: '/audit', page: 'audit', here }, t('audit.title'))),
    h(Connection, {}),
    button({ type: 'button', class: 'quiet help', onClick: onHelp, 'aria-label': t('keys.title') }, '?'),
    h(Menu, {}));
}

/** Moves the focus to a new page, so that reading goes on there. */
function useFocus(address) {
  const element = useRef(null);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) {
      element.current?.focus({ preventScroll: true });
    }
    first.current = false;
  }, [address.split('?')[0]]);
  return element;
}

export function Frame() {
  const address = useCell(place);
  const who = useCell(session);
  useCell(language);
  const [help, setHelp] = useState(false);
  const element = useFocus(address);
  const { page, ...names } = match(address);
  useShortcuts({ help: () => setHelp(true) });
  const content = () => {
    if (who === null || page === 'login') {
      return h(LoginPage, {});
    }
    return who === undefined ? h(Unreachable, {}) : h(PAGES[page], { key: Object.values(names).join('/'), ...names });
  };
  return div({ class: 'frame' },
    a({ class: 'skip', href: '#main', onClick: (event) => {
      event.preventDefault();
      element.current.focus();
    } }, t('frame.skip')),
    h(Header, { here: page, onHelp: () => setHelp(true) }),
    main({ id: 'main', tabIndex: -1, ref: element }, content()),
    announcer(),
    help && h(Shortcuts, { onClose: () => setHelp(false) }));
}
