// Live streams of the server, which come back after a lost connection.
import { apiRoot, askSession } from './api.js';
import { cell } from './cell.js';

/** `live`, `connecting` or `lost`; `idle` on a page without a stream. */
export const connection = cell('idle');

const LONGEST = 5000;
const HIDDEN = 60000;

/**
 * Listens to a stream.
 *
 * @param handlers by the event's name; `open` after each connection, also the first
 * @returns how to stop
 */
export function listen(path, handlers) {
  let source = null;
  let timer = 0;
  let hidden = 0;
  let tries = 0;
  let stopped = false;

  function open() {
    clearTimeout(timer);
    source?.close();
    connection.set(tries === 0 ? 'connecting' : 'lost');
    source = new EventSource(apiRoot + path);
    source.onopen = () => {
      tries = 0;
      connection.set('live');
      handlers.open?.();
    };
    source.onerror = again;
    for (const name of ['rollout', 'transition', 'deleted']) {
      source.addEventListener(name, (event) => handlers[name]?.(JSON.parse(event.data)));
    }
  }

  // The browser's own attempts end with the first answer that is no stream, so ours take over.
  function again() {
    source.close();
    connection.set('lost');
    const wait = Math.min(LONGEST, 500 * 2 ** tries) * (0.75 + Math.random() / 2);
    tries += 1;
    // A stream does not tell why it ended; a login that is over would never come back.
    askSession().catch(() => {});
    timer = setTimeout(open, wait);
  }

  // A browser has few connections for one host: a page that nobody sees gives its own back.
  function visibility() {
    clearTimeout(hidden);
    if (document.hidden) {
      hidden = setTimeout(() => {
        clearTimeout(timer);
        source.close();
      }, HIDDEN);
    } else if (source.readyState === EventSource.CLOSED && !stopped) {
      tries = 0;
      open();
    }
  }

  const online = () => source.readyState !== EventSource.OPEN && open();
  document.addEventListener('visibilitychange', visibility);
  window.addEventListener('online', online);
  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    clearTimeout(hidden);
    source.close();
    document.removeEventListener('visibilitychange', visibility);
    window.removeEventListener('online', online);
    connection.set('idle');
  };
}
