// What a person can do with a rollout, and what keeps them from it.
import { tell } from './announce.js';
import { may } from './api.js';
import { CommandDialog } from './command-dialog.js';
import { useKeys } from './shortcuts.js';
import { classes, h, html, useState } from './ui.js';
import { t } from './words.js';

const { button, div, p, span } = html;

const COMMANDS = ['promote', 'pause', 'resume', 'skip', 'promoteFull', 'abort', 'retry', 'undo'];

const updating = (rollout) => rollout.desired !== rollout.stable;

const aborted = (rollout) => rollout.actions?.includes('retry');

function because(command, rollout) {
  if (!updating(rollout) && ['promote', 'promoteFull', 'skip', 'abort', 'pause', 'resume'].includes(command)) {
    return 'why.noUpdate';
  }
  if (aborted(rollout) && command !== 'retry') {
    return 'why.aborted';
  }
  return `why.${command}`;
}

/** Why a command makes no sense now; null when it does. */
export function refusal(command, rollout, gone) {
  if (gone) {
    return t('why.gone');
  }
  if (!may('operator', rollout.namespace)) {
    return t('why.role', { namespace: rollout.namespace });
  }
  return rollout.actions?.includes(command) ? null : t(because(command, rollout));
}

/** The command that most people want now. */
function likely(rollout) {
  if (rollout.holds?.length > 0 && rollout.actions?.includes('resume')) {
    return 'resume';
  }
  return ['retry', 'promote'].find((it) => rollout.actions?.includes(it));
}

function Command({ command, rollout, gone, main, onAsk }) {
  const why = refusal(command, rollout, gone);
  const tone = main ? 'primary' : command === 'abort' ? 'danger' : '';
  return button({
    type: 'button',
    class: classes('command', !why && tone),
    'data-command': command,
    'aria-disabled': why ? 'true' : undefined,
    title: why ?? undefined,
    onClick: () => (why ? tell(`${t(`command.${command}`)}: ${why}`) : onAsk(command)),
  }, t(`command.${command}`), why && span({ class: 'unseen' }, `, ${t('command.notNow')}: ${why}`));
}

export function Commands({ rollout, comparisons, gone }) {
  const [asked, setAsked] = useState(null);
  const ask = (command) => !refusal(command, rollout, gone) && setAsked(command);
  useKeys({
    p: () => ask('promote'),
    z: () => ask(refusal('resume', rollout, gone) ? 'pause' : 'resume'),
    x: () => ask('abort'),
  });
  const main = likely(rollout);
  const none = COMMANDS.every((it) => refusal(it, rollout, gone));
  return div({ class: 'commands' },
    div({ class: 'command-buttons' }, COMMANDS.map((command) =>
      h(Command, { key: command, command, rollout, gone, main: command === main, onAsk: setAsked }))),
    none && p({ class: 'note' }, refusal('promote', rollout, gone)),
    asked && h(CommandDialog, { command: asked, rollout, comparisons, onClose: () => setAsked(null) }));
}
