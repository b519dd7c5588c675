// What a person chose for this browser: theme, language, single-key shortcuts.
import { cell } from './cell.js';

const PREFIX = 'serin.';

function stored(name, allowed, otherwise) {
  try {
    const value = localStorage.getItem(PREFIX + name);
    return allowed.includes(value) ? value : otherwise;
  } catch {
    return otherwise;
  }
}

function setting(name, allowed, otherwise) {
  const chosen = cell(stored(name, allowed, otherwise));
  chosen.follow((value) => {
    try {
      localStorage.setItem(PREFIX + name, value);
    } catch {
      // Storage is off: the choice lasts as long as the page.
    }
  });
  return chosen;
}

const spoken = (navigator.languages ?? []).map((it) => it.slice(0, 2)).find((it) => it === 'ko' || it === 'en');

export const themes = ['light', 'dark', 'system'];
export const languages = ['en', 'ko'];
export const theme = setting('theme', themes, 'system');
export const language = setting('language', languages, spoken ?? 'en');
export const keys = setting('keys', ['on', 'off'], 'on');

const system = matchMedia('(prefers-color-scheme: dark)');

/** The theme that is shown: `light` or `dark`. */
export const shown = cell(document.documentElement.dataset.theme);

function show() {
  const dark = theme.value === 'dark' || (theme.value === 'system' && system.matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  shown.set(document.documentElement.dataset.theme);
}

theme.follow(show);
system.addEventListener('change', show);
show();

language.follow((value) => {
  document.documentElement.lang = value;
});
document.documentElement.lang = language.value;
