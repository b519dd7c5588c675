// Dialogs: the browser keeps the focus inside, and Esc closes them.
import { h, html, useEffect, useId, useRef } from './ui.js';
import { t } from './words.js';
import { Icon } from './ui.js';

const { button, dialog, div, h2 } = html;

/** An open dialog. */
export function Dialog({ title, onClose, children, wide }) {
  const element = useRef(null);
  const name = useId();
  useEffect(() => {
    const before = document.activeElement;
    element.current.showModal();
    return () => before?.focus?.();
  }, []);
  return dialog({
    ref: element,
    class: wide ? 'wide' : '',
    'aria-labelledby': name,
    onCancel: (event) => {
      event.preventDefault();
      onClose();
    },
    onClick: (event) => event.target === element.current && onClose(),
  },
  div({ class: 'dialog-body' },
    div({ class: 'dialog-head' },
      h2({ id: name }, title),
      button({ type: 'button', class: 'quiet icon-only', 'aria-label': t('dialog.close'), onClick: onClose }, h(Icon, { name: 'cross' }))),
    children));
}
