// What happened, when, why, and who asked for it.
import { Block } from './block.js';
import { h, html, useState } from './ui.js';
import { isNumber, moment, percent, said, t } from './words.js';

const { button, div, li, ol, p, span, time } = html;

const SHOWN = 12;

function Transition({ one }) {
  const message = said(one.message);
  return li({ class: 'transition' },
    time({ dateTime: one.at }, moment(one.at)),
    div(null,
      p(null, span({ class: 'chip reason' }, one.reason), ' ', span({ lang: message.lang }, message.text)),
      (one.by || one.why) && p({ class: 'note' },
        one.by && t('transitions.by', { by: one.by }), one.by && one.why && ': ', one.why && span({ class: 'quoted' }, one.why))),
    span({ class: 'figure' }, isNumber(one.weight) ? percent(one.weight) : ''));
}

export function Transitions({ transitions }) {
  const [all, setAll] = useState(false);
  const items = transitions ?? [];
  return h(Block, { title: t('transitions.title'), id: 'transitions' },
    items.length === 0 && p({ class: 'nothing' }, t(transitions ? 'transitions.nothing' : 'frame.loading')),
    ol({ class: 'transitions' }, (all ? items : items.slice(0, SHOWN)).map((one) => h(Transition, { key: one.number, one }))),
    items.length > SHOWN && button({ type: 'button', class: 'quiet small', onClick: () => setAll(!all) },
      all ? t('transitions.fewer') : t('transitions.all', { n: items.length })));
}
