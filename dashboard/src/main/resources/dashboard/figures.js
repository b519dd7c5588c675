// The figures of a comparison, as people read them.
import { figure, isNumber, known, share, t } from './words.js';

/** What a figure is counted in, told from its name: `share`, `seconds` or `level`. */
export function unitOf(what) {
  if (/^p\d/.test(what)) {
    return 'seconds';
  }
  return /rate|share/.test(what) ? 'share' : 'level';
}

function seconds(value) {
  const size = Math.abs(value);
  if (size >= 1) {
    return `${figure(value)} s`;
  }
  return size >= 0.001 || size === 0 ? `${figure(value * 1000)} ms` : `${figure(value * 1e6)} µs`;
}

/** One figure with its unit. */
export function written(value, what) {
  if (!isNumber(value)) {
    return '–';
  }
  switch (unitOf(what)) {
    case 'seconds':
      return seconds(value);
    case 'share':
      return share(value);
    default:
      return figure(value);
  }
}

/** The name of a figure. */
export const named = (what) => (known(`estimate.${what}`) ? t(`estimate.${what}`) : what);

const bounded = (interval) => interval && isNumber(interval.lower) && isNumber(interval.upper);

/** Where the canary's true value lies, seen from the baseline's; null when that is not worked out. */
export function band(estimate) {
  if (!isNumber(estimate.baseline)) {
    return null;
  }
  if (bounded(estimate.difference)) {
    return { lower: Math.max(0, estimate.baseline + estimate.difference.lower), upper: estimate.baseline + estimate.difference.upper };
  }
  return bounded(estimate.ratio)
    ? { lower: estimate.baseline * estimate.ratio.lower, upper: estimate.baseline * estimate.ratio.upper }
    : null;
}

/** One interval in words; an end may be open. */
function said(name, { lower, upper }, write) {
  if (isNumber(lower) && isNumber(upper)) {
    return t(`compare.${name}`, { lower: write(lower), upper: write(upper) });
  }
  if (isNumber(lower)) {
    return t(`compare.${name}.least`, { lower: write(lower) });
  }
  return isNumber(upper) ? t(`compare.${name}.most`, { upper: write(upper) }) : '';
}

/** Where the truth lies, in words: `0.8 to 1.2 times the baseline`. */
export function interval({ what, ratio, difference }) {
  return (ratio && said('times', ratio, (value) => figure(value)))
    || (difference && said('between', difference, (value) => written(value, what)))
    || '';
}

/** `worse`, `notWorse`, `undecided` or `noData`, however the server spells it. */
export function verdictOf(text) {
  const plain = (text ?? '').toLowerCase().replace(/[^a-z]/g, '');
  return { worse: 'worse', notworse: 'notWorse', undecided: 'undecided', nodata: 'noData' }[plain] ?? 'undecided';
}

/** The natural logarithm of the e-value that proves the canary worse. */
export function limitOf(comparison) {
  if (isNumber(comparison.threshold) && comparison.threshold > 0) {
    return comparison.threshold;
  }
  return isNumber(comparison.alpha) && comparison.alpha > 0 ? Math.log(1 / comparison.alpha) : Math.log(100);
}

/** An e-value by its logarithm. */
export const eValue = (logE) => (isNumber(logE) ? (logE > 34 ? t('compare.huge') : figure(Math.exp(logE))) : '–');

const numeral = (text) => {
  const value = Number(text);
  return text !== undefined && Number.isFinite(value) ? value : null;
};

const CANARY = ' canary';

function parted(text) {
  const [lower, upper] = (text ?? '').split(' to ').map(numeral);
  return text ? { lower: lower ?? null, upper: upper ?? null } : null;
}

/** A look of a comparison, from the details of its metric as the stream tells them. */
export function look(details, at) {
  const names = Object.keys(details).filter((key) => key.endsWith(CANARY)).map((key) => key.slice(0, -CANARY.length));
  return {
    at,
    canary: numeral(details.canary),
    baseline: numeral(details.baseline),
    logE: numeral(details.logE),
    evidence: numeral(details.evidence),
    anytimeP: numeral(details.anytimeP),
    estimates: names.sort().map((what) => ({
      what,
      canary: numeral(details[what + CANARY]),
      baseline: numeral(details[`${what} baseline`]),
      ratio: parted(details[`${what} ratio`]),
      difference: parted(details[`${what} difference`]),
    })),
  };
}

/** The data of a chart of one figure: canary, baseline, and the band's edges. */
export function lines(points, what) {
  const rows = points
    .map((point) => ({ at: Date.parse(point.at) / 1000, estimate: (point.estimates ?? []).find((it) => it.what === what) }))
    .filter((row) => row.estimate && Number.isFinite(row.at))
    .filter((row, index, all) => index === 0 || row.at > all[index - 1].at);
  const value = (it) => (isNumber(it) ? it : null);
  const bands = rows.map((row) => band(row.estimate));
  return [
    rows.map((row) => row.at),
    rows.map((row) => value(row.estimate.canary)),
    rows.map((row) => value(row.estimate.baseline)),
    bands.map((it) => value(it?.upper)),
    bands.map((it) => value(it?.lower)),
  ];
}
