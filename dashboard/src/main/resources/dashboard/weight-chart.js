// The canary's weight over time, from the transitions.
import { Chart } from './chart.js';
import { Block } from './block.js';
import { h, useMemo } from './ui.js';
import { isNumber, moment, percent, t } from './words.js';

/** The transitions since the present update began, oldest first. */
export function ofUpdate(transitions) {
  const known = (transitions ?? []).filter((it) => isNumber(it.weight));
  const start = known.findIndex((it) => it.reason === 'RolloutUpdated' || it.reason === 'RolloutRetry');
  return (start < 0 ? known : known.slice(0, start + 1)).reverse();
}

/** Times in seconds and weights; a moment has one weight, the last. */
function dataOf(transitions, rollout) {
  const points = new Map(ofUpdate(transitions).map((it) => [Date.parse(it.at) / 1000, it.weight]));
  if (points.size > 0) {
    points.set(Math.max(Date.now() / 1000, ...points.keys()), rollout.weight);
  }
  const sorted = [...points].sort(([a], [b]) => a - b);
  return [sorted.map(([at]) => at), sorted.map(([, weight]) => weight)];
}

function summary([times, weights]) {
  return times.length === 0 ? '' : t('weight.summary', {
    from: percent(weights[0]), to: percent(weights.at(-1)), highest: percent(Math.max(...weights)), since: moment(times[0] * 1000),
  });
}

export function WeightChart({ rollout, transitions }) {
  const second = Math.floor(Date.now() / 5000);
  const data = useMemo(() => dataOf(transitions, rollout), [transitions, rollout.weight, second]);
  const chart = {
    title: t('weight.chart'),
    data,
    series: [{ label: t('weight.weight'), tone: 'canary', stepped: true, fill: 'canary-fill' }],
    format: (value) => percent(value),
    range: [0, 105],
    ticks: [0, 25, 50, 75, 100],
    summary: summary(data),
    nothing: t('weight.nothing'),
  };
  return h(Block, { title: t('weight.title'), id: 'weight' }, h(Chart, { chart, height: 150 }));
}
