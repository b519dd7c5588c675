// Texts, numbers and times in the chosen language.
import en, { phrases as english } from './en.js';
import ko, { phrases as korean } from './ko.js';
import { language } from './settings.js';

const catalogues = { en, ko };
const phrases = { en: english, ko: korean };

/** The text of a key, with `{name}` replaced by `values.name`; `values.n` chooses between one and other. */
export function t(key, values = {}) {
  const found = catalogues[language.value][key] ?? en[key] ?? key;
  const text = typeof found === 'string'
    ? found
    : found[new Intl.PluralRules(language.value).select(values.n)] ?? found.other;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Whether there is a text of a key. */
export const known = (key) => key in en;

/** The text of a key when there is one, else the word itself. */
export const word = (key, otherwise) => (known(key) ? t(key) : otherwise);

/** A sentence of the server, which writes English: the ones that are always the same are told in our words. */
export function said(sentence) {
  const text = sentence ?? '';
  const [pattern, ours] = phrases[language.value].find(([it]) => it.test(text)) ?? [];
  return pattern ? { text: text.replace(pattern, ours), lang: language.value } : { text, lang: 'en' };
}

export const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

export const number = (value, digits = 2) =>
  isNumber(value)
    ? new Intl.NumberFormat(language.value, { maximumFractionDigits: digits }).format(value)
    : '–';

const significant = (value, digits) =>
  new Intl.NumberFormat(language.value, { maximumSignificantDigits: digits }).format(value);

/** A share of 100, as `12.5%`. */
export const percent = (value, digits = 2) =>
  isNumber(value)
    ? new Intl.NumberFormat(language.value, { style: 'percent', maximumFractionDigits: digits }).format(value / 100)
    : '–';

/** A share of 1 in few digits, as `0.213%`. */
export const share = (value) =>
  new Intl.NumberFormat(language.value, { style: 'percent', maximumSignificantDigits: 3 }).format(value);

/** A large number in few digits. */
export const figure = (value, digits = 3) => (isNumber(value) ? significant(value, digits) : '–');

const date = (at) => (at instanceof Date ? at : new Date(at));

const timeFormat = (options) => new Intl.DateTimeFormat(language.value, options);

export const clock = (at) => timeFormat({ hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }).format(date(at));

/** A moment in full; today without its date. */
export function moment(at) {
  if (!at) {
    return '–';
  }
  const then = date(at);
  return then.toDateString() === new Date().toDateString()
    ? clock(then)
    : timeFormat({ dateStyle: 'medium', timeStyle: 'medium', hour12: false }).format(then);
}

const UNITS = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** How long ago, or in how long, as `3 min. ago`. */
export function ago(at, now = Date.now()) {
  const seconds = (date(at).getTime() - now) / 1000;
  const [unit, size] = UNITS.find(([, it]) => Math.abs(seconds) >= it) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(language.value, { numeric: 'auto', style: 'short' })
    .format(Math.trunc(seconds / size), unit);
}

/** A length of time in its two largest units, as `4 min 10 s`. */
export function span(milliseconds) {
  let seconds = Math.max(0, Math.round(milliseconds / 1000));
  const parts = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(seconds / size);
    if (count > 0 || (unit === 'second' && parts.length === 0)) {
      parts.push(new Intl.NumberFormat(language.value, { style: 'unit', unit, unitDisplay: 'narrow' }).format(count));
    }
    seconds -= count * size;
  }
  return parts.slice(0, 2).join(' ');
}
