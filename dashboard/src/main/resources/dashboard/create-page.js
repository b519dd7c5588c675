// Manifests: paste or choose them, check them, apply them.
import { may, postYaml } from './api.js';
import { ProblemBox } from './problem.js';
import { Link, rolloutPage } from './routes.js';
import { h, html, useEffect, useRef, useState } from './ui.js';
import { number, t } from './words.js';

const { button, code, div, form, h1, h2, input, label, li, p, span, textarea, ul } = html;

const place = ({ file, line, column }) => [file === 'body' ? '' : file, line, column].filter((it) => it !== null && it !== undefined && it !== '').join(':');

/** Marks the place of a finding in the text. */
function mark(area, finding) {
  const before = area.value.split('\n').slice(0, finding.line - 1).join('\n').length + (finding.line > 1 ? 1 : 0);
  const start = before + Math.max(0, (finding.column ?? 1) - 1);
  const end = area.value.indexOf('\n', start);
  area.focus();
  area.setSelectionRange(start, end < 0 ? area.value.length : end);
  const height = area.scrollHeight / area.value.split('\n').length;
  area.scrollTop = Math.max(0, (finding.line - 4) * height);
}

function Finding({ finding, onShow }) {
  return li({ class: `finding ${String(finding.severity).toLowerCase()}` },
    span({ class: 'badge plain' }, t(`severity.${String(finding.severity).toLowerCase()}`)), ' ',
    finding.line
      ? button({ type: 'button', class: 'quiet small place', onClick: () => onShow(finding), 'aria-label': t('create.show', { line: number(finding.line, 0), column: number(finding.column, 0) }) }, place(finding))
      : finding.path && code(null, finding.path),
    p({ lang: 'en' }, finding.message, finding.id && code({ class: 'rule' }, finding.id)),
    finding.fix && p({ class: 'note', lang: 'en' }, finding.fix));
}

const Findings = ({ findings, onShow }) =>
  findings.length > 0 && ul({ class: 'findings' }, findings.map((it, index) => h(Finding, { key: index, finding: it, onShow })));

const Change = ({ change }) =>
  li(null, span({ class: 'chip' }, t(`change.${String(change.change).toLowerCase()}`)), ' ',
    change.kind === 'Rollout' ? h(Link, { to: rolloutPage(change) }, `${change.namespace}/${change.name}`) : code(null, `${change.namespace}/${change.name}`),
    ' ', span({ class: 'muted' }, change.kind));

const RANKS = ['error', 'warning', 'info'];

/** The worst first. */
const rank = (finding) => RANKS.indexOf(String(finding.severity).toLowerCase());

function title(result, findings, dry) {
  if (!dry) {
    return 'create.applied';
  }
  return result.changes.length > 0 ? 'create.wouldApply' : findings.length > 0 ? 'create.findings' : 'create.fine';
}

function Outcome({ outcome, onShow }) {
  const { result, problem, dry } = outcome;
  const findings = [...(result?.warnings ?? problem?.body?.problems ?? [])].sort((a, b) => rank(a) - rank(b));
  const errors = findings.filter((it) => rank(it) === 0).length;
  return div({ class: 'outcome', role: 'status', tabIndex: -1 },
    result && [
      h2({ key: 'title' }, t(title(result, findings, dry))),
      ul({ class: 'changes', key: 'changes' }, result.changes.map((it) => h(Change, { key: `${it.kind}/${it.namespace}/${it.name}`, change: it }))),
    ],
    problem && (findings.length > 0 ? h2(null, t('create.problems', { n: errors })) : h(ProblemBox, { problem })),
    h(Findings, { findings, onShow }));
}

async function read(files) {
  const texts = await Promise.all([...files].map((file) => file.text()));
  return texts.map((it) => it.trimEnd()).join('\n---\n');
}

async function sent(text, reason, dry) {
  const query = new URLSearchParams({ dryRun: String(dry), ...(reason ? { reason } : {}) });
  return { result: await postYaml(`/manifests?${query}`, text) };
}

/** The check of those who may not apply. */
async function linted(text) {
  const { problems } = await postYaml('/lint', text);
  return { result: { changes: [], warnings: problems } };
}

export function CreatePage() {
  const area = useRef(null);
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [outcome, setOutcome] = useState(null);
  const [busy, setBusy] = useState(false);
  const [checked, setChecked] = useState(null);
  useEffect(() => {
    document.title = `${t('create.title')} – Serin`;
  });
  const allowed = may('admin');
  async function apply(dry) {
    setBusy(true);
    try {
      setOutcome({ ...(allowed ? await sent(text, reason.trim(), dry) : await linted(text)), dry });
      setChecked(dry ? text : null);
    } catch (problem) {
      setOutcome({ problem, dry });
      setChecked(null);
    }
    setBusy(false);
  }
  const submit = (event) => {
    event.preventDefault();
    apply(checked !== text || text === '');
  };
  const ready = checked === text && text !== '';
  return div({ class: 'page' },
    h1(null, t('create.title')),
    p({ class: 'lead' }, t('create.lead')),
    form({ class: 'create', onSubmit: submit },
      div({ class: 'create-files' },
        label({ class: 'button file' }, t('create.choose'),
          input({ type: 'file', multiple: true, accept: '.yaml,.yml,.json', class: 'unseen', onChange: async (event) => setText(await read(event.target.files)) }))),
      label({ class: 'field' }, span(null, t('create.manifests')),
        textarea({ ref: area, class: 'manifest', rows: 18, spellcheck: false, autocapitalize: 'off', autocomplete: 'off', wrap: 'off', value: text, onInput: (event) => setText(event.target.value) })),
      label({ class: 'field' }, span(null, t('create.reason')),
        input({ type: 'text', value: reason, maxLength: 1000, onInput: (event) => setReason(event.target.value) })),
      div({ class: 'create-actions' },
        button({ type: 'button', disabled: busy || text.trim() === '', class: ready ? '' : 'primary', onClick: () => apply(true) }, t('create.check')),
        button({ type: 'button', disabled: busy || !ready || !allowed, class: ready ? 'primary' : '', 'aria-describedby': 'apply-hint', onClick: () => apply(false) }, t('create.apply')),
        p({ class: 'muted', id: 'apply-hint' }, t(allowed ? 'create.applyHint' : 'why.roleAny')))),
    outcome && h(Outcome, { outcome, onShow: (finding) => mark(area.current, finding) }));
}
