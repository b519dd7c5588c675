// Asks once more before a command: says what will happen, and wants a reason.
import { tell } from './announce.js';
import { freshKey, get, post, rolloutPath } from './api.js';
import { Dialog } from './dialog.js';
import { newest, together } from './glance.js';
import { problemText } from './problem.js';
import { commanded } from './rollouts.js';
import { h, html, useId, useRef, useState } from './ui.js';
import { percent, said, t } from './words.js';

const { button, code, div, form, input, label, li, p, span, textarea, ul } = html;

/** Overruling what Serin waits for needs a reason; going back never does: then every second counts. */
const overrules = (command, found) =>
  ['promoteFull', 'skip'].includes(command) || (command === 'promote' && ['worse', 'undecided'].includes(found.verdict));

/** What a person saw when the dialog opened. */
const seen = (rollout) => JSON.stringify([rollout.phase, rollout.stage?.kind ?? rollout.stage, rollout.step?.index, rollout.desired]);

function consequences(command, rollout) {
  const next = rollout.steps?.find((it) => it.state === 'pending');
  const values = { canary: rollout.desired, stable: rollout.stable, weight: percent(rollout.weight), next: next?.text ?? t('confirm.promotion') };
  const lines = [t(`confirm.${command}`, values)];
  if (command === 'promote') {
    lines.push(next ? t('confirm.promote.next', values) : t('confirm.promote.last', values));
  }
  if (command === 'abort') {
    lines.push(t('confirm.abort.later'));
  }
  return lines;
}

function Warnings({ command, found }) {
  if (!['promote', 'promoteFull', 'skip'].includes(command)) {
    return null;
  }
  return [
    ...found.worse.map((it) => p({ class: 'box bad', key: it.metric }, t('confirm.worse', { metric: it.metric }))),
    found.verdict === 'undecided' && p({ class: 'box held', key: 'undecided' }, t('confirm.undecided', { evidence: percent(found.least * 100, 0) })),
    found.verdict === 'none' && p({ class: 'box held', key: 'none' }, t('confirm.unjudged')),
  ];
}

/** Sends a command for what was seen: measurements come in all the time, so a newer version of the same standing is fine. */
async function send(rollout, asked, standing) {
  const path = rolloutPath(rollout.namespace, rollout.name);
  const key = freshKey();
  let version = rollout.version;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await post(`${path}/commands`, asked, { 'Idempotency-Key': key, 'If-Match': `"${version}"` });
    } catch (problem) {
      if (problem.status !== 412 || attempt === 4) {
        throw problem;
      }
      const now = await get(path);
      if (seen(now) !== standing) {
        throw problem;
      }
      version = now.version;
    }
  }
}

function answered(answer, command) {
  if (answer.state === 'pending') {
    tell(t('confirm.pending', { command: t(`command.${command}`) }));
  } else {
    tell(t('confirm.done', { command: t(`command.${command}`), message: said(answer.message).text }), 'good');
  }
}

function Reason({ value, required, wanted, onInput }) {
  const name = useId();
  return div({ class: 'field' },
    label({ for: name }, t('confirm.reason'), ' ', span({ class: 'muted' }, t(required ? 'confirm.required' : 'confirm.optional'))),
    textarea({
      id: name, rows: 2, required, value, autofocus: true, maxLength: 1000,
      'aria-invalid': wanted ? 'true' : undefined, 'aria-describedby': `${name}-why`,
      onInput: (event) => onInput(event.target.value),
    }),
    p({ class: wanted ? 'problem' : 'muted', id: `${name}-why` }, t(wanted ? 'confirm.reasonWanted' : 'confirm.reasonWhy')));
}

export function CommandDialog({ command, rollout, comparisons, onClose }) {
  const found = together(newest(comparisons));
  const opened = useRef(seen(rollout));
  const [reason, setReason] = useState('');
  const [revision, setRevision] = useState('');
  const [wanted, setWanted] = useState(false);
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const required = overrules(command, found);
  const moved = seen(rollout) !== opened.current;

  async function submit(event) {
    event.preventDefault();
    if (required && !reason.trim()) {
      setWanted(true);
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      const asked = { command, reason: reason.trim() || undefined, revision: revision.trim() || undefined };
      answered(await send(rollout, asked, seen(rollout)), command);
      commanded.set(commanded.value + 1);
      onClose();
    } catch (failure) {
      setProblem(failure);
      setBusy(false);
    }
  }

  return h(Dialog, { title: t('confirm.title', { command: t(`command.${command}`), name: rollout.name }), onClose },
    form({ onSubmit: submit, noValidate: true },
      ul({ class: 'consequences' }, consequences(command, rollout).map((it) => li({ key: it }, it))),
      Warnings({ command, found }),
      moved && p({ class: 'box held', role: 'alert' }, t('confirm.moved')),
      command === 'undo' && label({ class: 'field' }, span(null, t('confirm.revision')),
        input({ type: 'text', inputMode: 'numeric', value: revision, placeholder: t('confirm.revisionHint'), onInput: (event) => setRevision(event.target.value) })),
      h(Reason, { value: reason, required, wanted: wanted && !reason.trim(), onInput: setReason }),
      problem && p({ class: 'box bad', role: 'alert' }, problem.status === 412 ? t('confirm.conflict') : problemText(problem)),
      div({ class: 'dialog-actions' },
        button({ type: 'button', onClick: onClose }, t('dialog.cancel')),
        button({ type: 'submit', class: command === 'abort' ? 'danger' : 'primary', disabled: busy }, t(`command.${command}`)))));
}
