// What comparisons looked like each second, as long as this window is open: a measurement lasts until it has a
// verdict, and is stored only then.
import { look } from './figures.js';

const MOST = 900;

/** Looks by rollout, run and metric. */
const looks = new Map();

const keyOf = (rollout, run, metric) => `${rollout.namespace}/${rollout.name}/${run}/${metric}`;

const compared = (metric) => metric.details?.verdict !== undefined && metric.details?.logE !== undefined;

/** Every other look, when there are too many: the shape stays. */
const thinned = (all) => (all.length > MOST ? all.filter((_, index) => index % 2 === 0) : all);

function keep(key, now) {
  const all = looks.get(key) ?? [];
  if (now.at - (all.at(-1)?.at ?? 0) >= 900) {
    looks.set(key, thinned([...all, now]));
  }
}

/** The names of what is compared now: a comparison is there once it has looked for the first time. */
export const watched = (rollout) =>
  (rollout.analysisRuns ?? [])
    .flatMap((run) => (run.metrics ?? []).filter(compared).map((metric) => `${run.name}/${metric.name}`))
    .join();

/** Keeps what a rollout's comparisons look like now. */
export function watch(rollout) {
  for (const run of rollout.analysisRuns ?? []) {
    for (const metric of run.phase === 'Running' ? run.metrics ?? [] : []) {
      if (compared(metric)) {
        keep(keyOf(rollout, run.name, metric.name), look(metric.details, Date.now()));
      }
    }
  }
}

/** Stored looks before the first that was watched, then those; the last stored one may be of this moment. */
function joined(stored, seen, running) {
  const first = seen[0]?.at ?? Infinity;
  const before = (running ? stored.slice(0, -1) : stored).filter((it) => Date.parse(it.at) < first);
  return [...before, ...seen.map((it) => ({ ...it, at: new Date(it.at).toISOString() }))];
}

/** A comparison as the stream tells it, over what was fetched last. */
export function fresh(comparison, rollout) {
  const run = rollout.analysisRuns?.find((it) => it.name === comparison.run);
  const metric = run?.metrics?.find((it) => it.name === comparison.metric);
  const seen = looks.get(keyOf(rollout, comparison.run, comparison.metric)) ?? [];
  const running = run?.phase === 'Running';
  const points = joined(comparison.points ?? [], seen, running && seen.length > 0);
  if (!running || !metric || !compared(metric)) {
    return { ...comparison, points };
  }
  const now = look(metric.details, Date.now());
  return {
    ...comparison,
    ...now,
    verdict: metric.details.verdict,
    sentence: metric.details.sentence ?? comparison.sentence,
    evidence: metric.evidence ?? now.evidence,
    points,
  };
}
