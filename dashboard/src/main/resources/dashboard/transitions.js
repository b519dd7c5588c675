// What happened, when, why, and who asked for it.
import { Block } from './block.js';
import { h, html, useState } from './ui.js';
import { isNumber, moment, percent, said, t, word } from './words.js';

const { button, div, li, ol, p, span, time } = html;

const SHOWN = 12;

function Transition({ one }) {
  const message = said(one.message);
  return li({ class: 'transition' },
    time({ dateTime: one.at }, moment(one.at)),
    p(null, span({ class: 'chip reason' }, one.reason), ' ', span({ lang: message.lang }, message.text)),
    span({ class: 'figure' }, isNumber(one.weight) ? percent(one.weight) : ''));
}

/** What a person asked, why, and what came of it. */
function Asked({ one }) {
  const message = said(one.message);
  return li({ class: 'transition asked' },
    time({ dateTime: one.at }, moment(one.at)),
    div(null,
      p(null, span({ class: 'chip by' }, word(`command.${one.command}`, one.command)), ' ', t('transitions.by', { by: one.by }),
        one.why && [': ', span({ class: 'quoted' }, one.why)]),
      p({ class: 'note' }, t(`transitions.${one.state}`), message.text && [': ', span({ lang: message.lang }, message.text)])));
}

const latest = (a, b) => Date.parse(b.at) - Date.parse(a.at);

/** Commands beside what they brought about. The pages of both end at different times: nothing before the last transition. */
function together(transitions, asked) {
  const first = transitions.length > 0 ? Date.parse(transitions.at(-1).at) : 0;
  return [
    ...transitions.map((one) => ({ key: `t${one.number}`, at: one.at, line: Transition, one })),
    ...asked.filter((it) => Date.parse(it.at) >= first).map((one) => ({ key: `c${one.number}`, at: one.at, line: Asked, one })),
  ].sort(latest);
}

export function Transitions({ transitions, asked }) {
  const [all, setAll] = useState(false);
  const items = together(transitions ?? [], asked);
  return h(Block, { title: t('transitions.title'), id: 'transitions' },
    items.length === 0 && p({ class: 'nothing' }, t(transitions ? 'transitions.nothing' : 'frame.loading')),
    ol({ class: 'transitions' }, (all ? items : items.slice(0, SHOWN)).map(({ key, line, one }) => h(line, { key, one }))),
    items.length > SHOWN && button({ type: 'button', class: 'quiet small', onClick: () => setAll(!all) },
      all ? t('transitions.fewer') : t('transitions.all', { n: items.length })));
}
