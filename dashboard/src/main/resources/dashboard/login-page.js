// Logging in: with a token, or where the server's OIDC provider asks.
import { login, logIn, session } from './api.js';
import { useCell } from './cell.js';
import { go, place } from './routes.js';
import { h, html, useEffect, useState } from './ui.js';
import { t } from './words.js';

const { a, button, code, div, form, h1, input, label, p } = html;

export function LoginPage() {
  const way = useCell(login);
  const who = useCell(session);
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (who && place.value === '/login') {
      go('/', { replace: true });
    }
  }, [who]);
  async function submit(event) {
    event.preventDefault();
    setBusy(true);
    setProblem('');
    try {
      await logIn(token.trim());
    } catch (failure) {
      setProblem(failure.status === 401 ? t('login.wrong') : failure.status === 0 ? t('problem.unreachable') : failure.message);
    }
    setBusy(false);
  }
  return div({ class: 'page login' },
    div({ class: 'card' },
      h1(null, t('login.title')),
      way === 'oidc' && a({ class: 'button primary wide-button', href: `/api/v1/oidc/login?return=${encodeURIComponent(location.pathname)}` }, t('login.oidc')),
      way === 'oidc' && p({ class: 'or' }, t('login.or')),
      form({ onSubmit: submit },
        label({ for: 'token' }, t('login.token')),
        input({
          id: 'token', type: 'password', autocomplete: 'current-password', required: true, value: token,
          'aria-invalid': problem ? 'true' : undefined, 'aria-describedby': 'token-problem token-hint',
          onInput: (event) => setToken(event.target.value),
        }),
        p({ id: 'token-problem', class: 'problem', role: 'alert' }, problem),
        button({ type: 'submit', class: way === 'oidc' ? '' : 'primary', disabled: busy }, t('login.submit'))),
      p({ id: 'token-hint', class: 'muted' }, t('login.hint'), ' ', code(null, 'serin token create NAME --role viewer'))));
}
