// Addresses of pages, without loading anew.
import { cell } from './cell.js';
import { h } from './ui.js';

/** The address that is shown. */
export const place = cell(location.pathname + location.search);

const follow = () => place.set(location.pathname + location.search);

window.addEventListener('popstate', follow);

/** Goes to another page. */
export function go(path, { replace = false } = {}) {
  if (path !== place.value) {
    history[replace ? 'replaceState' : 'pushState'](null, '', path);
    follow();
    if (!replace) {
      window.scrollTo(0, 0);
    }
  }
}

const plain = (event) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** A link to a page of ours. */
export const Link = ({ to, children, ...rest }) =>
  h('a', {
    ...rest,
    href: to,
    onClick: (event) => {
      if (plain(event)) {
        event.preventDefault();
        go(to);
      }
    },
  }, children);

export const rolloutPage = (rollout) =>
  `/rollouts/${encodeURIComponent(rollout.namespace)}/${encodeURIComponent(rollout.name)}`;

export const comparisonPage = (rollout, comparison) =>
  `${rolloutPage(rollout)}/comparisons/${encodeURIComponent(comparison.run)}/${encodeURIComponent(comparison.metric)}`;

/** The page of an address: its name and what the address names. */
export function match(address) {
  const path = address.split('?')[0].replace(/\/+$/, '') || '/';
  const parts = path.split('/').slice(1).map(decodeURIComponent);
  if (path === '/' || path === '/rollouts') {
    return { page: 'list' };
  }
  if (parts[0] === 'rollouts' && parts.length === 3) {
    return { page: 'rollout', namespace: parts[1], name: parts[2] };
  }
  if (parts[0] === 'rollouts' && parts[3] === 'comparisons' && parts.length === 6) {
    return { page: 'comparison', namespace: parts[1], name: parts[2], run: parts[4], metric: parts[5] };
  }
  return ['create', 'audit', 'login'].includes(parts[0]) && parts.length === 1 ? { page: parts[0] } : { page: 'nowhere' };
}
