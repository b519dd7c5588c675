// What pages know of rollouts, kept fresh by the server's stream.
import { get, rolloutPath } from './api.js';
import { cell, useCell } from './cell.js';
import { listen } from './events.js';
import { useEffect, useMemo, useReducer, useRef, useState } from './ui.js';
import { fresh, watch, watched } from './looks.js';

const merge = (state, change) => ({ ...state, ...(typeof change === 'function' ? change(state) : change) });

const TRANSITIONS = 200;

/** Counts the commands that this window gave. */
export const commanded = cell(0);

const keyOf = (rollout) => `${rollout.namespace}/${rollout.name}`;

function added(transitions, one) {
  if (!transitions || transitions.some((it) => it.number === one.number)) {
    return transitions;
  }
  return [one, ...transitions].sort((a, b) => b.number - a.number).slice(0, TRANSITIONS);
}

const newer = (next, old) => !old || next.version >= old.version;

/** One rollout with its transitions, newest first: `rollout`, `transitions`, `problem`, `gone`. */
export function useRollout(namespace, name) {
  const [state, change] = useReducer(merge, {});
  useEffect(() => {
    const path = rolloutPath(namespace, name);
    const abort = new AbortController();
    change({ rollout: null, transitions: null, problem: null, gone: false });
    async function load() {
      try {
        const [rollout, page] = await Promise.all([
          get(path, abort.signal),
          get(`${path}/transitions?order=desc&limit=${TRANSITIONS}`, abort.signal),
        ]);
        change({ rollout, transitions: page.items, problem: null, gone: false });
      } catch (problem) {
        if (problem.name !== 'AbortError') {
          change({ problem });
        }
      }
    }
    load();
    const stop = listen(`${path}/events`, {
      open: load,
      rollout: (rollout) => change((now) => (now.gone || newer(rollout, now.rollout) ? { rollout, gone: false } : {})),
      transition: (one) => change((now) => ({ transitions: added(now.transitions, one) })),
      deleted: () => change({ gone: true }),
    });
    return () => {
      abort.abort();
      stop();
    };
  }, [namespace, name]);
  return state;
}

/** What is read again while something goes on: at once, then at most each `pause` milliseconds when `version` changed. */
function useFresh(read, key, version, pause) {
  const [value, setValue] = useState(null);
  const last = useRef({ key: null, at: 0 });
  useEffect(() => {
    if (!key) {
      return undefined;
    }
    const abort = new AbortController();
    const wait = last.current.key === key ? Math.max(0, last.current.at + pause - Date.now()) : 0;
    const timer = setTimeout(async () => {
      last.current = { key, at: Date.now() };
      try {
        setValue(await read(abort.signal));
      } catch {
        // What is there stays; the stream tells whether the connection is lost.
      }
    }, wait);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key, version]);
  return value;
}

/** The comparisons of a rollout's update: what the server has stored, and what its stream told since. */
export function useComparisons(rollout) {
  const path = rollout && rolloutPath(rollout.namespace, rollout.name);
  const beat = useBeat(rollout && ['Progressing', 'Paused'].includes(rollout.phase) ? 15000 : 0);
  const standing = `${rollout?.stage}/${rollout?.step?.index}/${rollout?.current}/${beat}/${rollout && watched(rollout)}`;
  const found = useFresh((signal) => get(`${path}/evidence`, signal), path, standing, 1000);
  useMemo(() => rollout && watch(rollout), [rollout?.version]);
  return useMemo(() => found?.comparisons?.map((it) => fresh(it, rollout)) ?? null, [found, rollout?.version]);
}

/** What both sides serve now. */
export function useSignals(rollout) {
  const path = rollout && rolloutPath(rollout.namespace, rollout.name);
  const beat = useBeat(5000);
  return useFresh((signal) => get(`${path}/signals?window=60s`, signal), path, `${beat}`, 2000);
}

/** What people asked of a rollout, newest first; read again when something happened. */
export function useAsked(rollout, transitions) {
  const path = rollout && rolloutPath(rollout.namespace, rollout.name);
  const happened = `${transitions?.[0]?.number}/${rollout?.holds?.length}/${useCell(commanded)}`;
  return useFresh((signal) => get(`${path}/commands?order=desc&limit=50`, signal), path, happened, 500)?.items ?? [];
}

/** A number that grows each `pause` milliseconds, while the page is seen; 0 stops it. */
export function useBeat(pause) {
  const [beat, setBeat] = useState(0);
  useEffect(() => {
    if (!pause) {
      return undefined;
    }
    const timer = setInterval(() => !document.hidden && setBeat((count) => count + 1), pause);
    return () => clearInterval(timer);
  }, [pause]);
  return beat;
}

const byKey = (a, b) => (keyOf(a) < keyOf(b) ? -1 : 1);

const fits = (rollout, { phase, q }) =>
  (!phase || rollout.phase === phase) && (!q || keyOf(rollout).toLowerCase().includes(q.toLowerCase()));

/** A list of rollouts: `items`, `next`, `problem`, and `more()` for the next page. */
export function useRollouts(filter) {
  const [state, change] = useReducer(merge, { items: null, next: null, problem: null });
  const query = (after) =>
    new URLSearchParams(Object.entries({ ...filter, limit: 50, after }).filter(([, value]) => value)).toString();
  useEffect(() => {
    const abort = new AbortController();
    async function load() {
      try {
        const page = await get(`/rollouts?${query()}`, abort.signal);
        change({ items: page.items, next: page.next, problem: null });
      } catch (problem) {
        if (problem.name !== 'AbortError') {
          change({ problem });
        }
      }
    }
    load();
    const stop = listen('/events', {
      open: load,
      rollout: (one) => change((now) => ({ items: placed(now.items, one, filter) })),
      deleted: (one) => change((now) => ({ items: now.items?.filter((it) => keyOf(it) !== keyOf(one)) })),
    });
    return () => {
      abort.abort();
      stop();
    };
  }, [filter.phase, filter.q]);
  const more = async () => {
    try {
      const page = await get(`/rollouts?${query(state.next)}`);
      change((now) => ({ items: [...now.items, ...page.items], next: page.next }));
    } catch (problem) {
      change({ problem });
    }
  };
  return { ...state, more };
}

function placed(items, one, filter) {
  if (!items) {
    return items;
  }
  const index = items.findIndex((it) => keyOf(it) === keyOf(one));
  if (!fits(one, filter)) {
    return index < 0 ? items : items.filter((_, at) => at !== index);
  }
  return index < 0 ? [...items, one].sort(byKey) : items.map((it, at) => (at === index ? one : it));
}
