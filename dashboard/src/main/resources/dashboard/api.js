// Requests to the server, and who we are to it.
import { cell } from './cell.js';

const ROOT = '/api/v1';

/** A problem document, or that the server could not be reached (status 0). */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `HTTP ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** The session: undefined while not asked, null when the server wants a login, else its answer. */
export const session = cell(undefined);

/** How the server lets people in, once it has said so: `none`, `token` or `oidc`. */
export const login = cell(undefined);

async function problem(response) {
  let body = {};
  try {
    body = await response.json();
  } catch {
    // No JSON: the status says enough.
  }
  return new Problem(response.status, body ?? {});
}

async function send(path, options) {
  let response;
  try {
    response = await fetch(ROOT + path, { credentials: 'same-origin', ...options });
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new Problem(0, { title: 'unreachable' });
  }
  if (response.ok) {
    return response;
  }
  const found = await problem(response);
  if (found.status === 401) {
    if (found.body.logins) {
      login.set(found.body.logins.includes('oidc') ? 'oidc' : 'token');
    }
    session.set(null);
  }
  throw found;
}

async function body(response) {
  return response.status === 204 ? null : response.json();
}

const changing = (headers = {}) =>
  session.value?.csrfToken ? { 'X-CSRF-Token': session.value.csrfToken, ...headers } : headers;

const json = { Accept: 'application/json' };

export const get = async (path, signal) => body(await send(path, { headers: json, signal }));

export const getText = async (path, accept) => (await send(path, { headers: { Accept: accept } })).text();

export const post = async (path, value, headers = {}) =>
  body(await send(path, {
    method: 'POST',
    headers: changing({ ...json, 'Content-Type': 'application/json', ...headers }),
    body: JSON.stringify(value),
  }));

export const postYaml = async (path, text) =>
  body(await send(path, {
    method: 'POST',
    headers: changing({ ...json, 'Content-Type': 'application/yaml' }),
    body: text,
  }));

export const remove = async (path) => body(await send(path, { method: 'DELETE', headers: changing(json) }));

export async function askSession() {
  try {
    const found = await get('/session');
    login.set(found.login);
    session.set(found);
  } catch (failure) {
    if (failure.status !== 401) {
      throw failure;
    }
  }
}

export async function logIn(token) {
  await post('/session', { token });
  await askSession();
}

export async function logOut() {
  await remove('/session');
  session.set(null);
}

const RANKS = { viewer: 1, operator: 2, admin: 3 };

/** Whether we hold a role, or a higher one, in a namespace. */
export function may(role, namespace) {
  const held = session.value?.roles ?? [];
  if (session.value?.login === 'none' && held.length === 0) {
    return true;
  }
  return held.some((grant) =>
    (grant.namespace === '*' || namespace === undefined || grant.namespace === namespace)
      && RANKS[grant.role.toLowerCase()] >= RANKS[role]);
}

/** The address of a rollout in the API. */
export const rolloutPath = (namespace, name) =>
  `/rollouts/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;

/** A key by which the server knows a repeated request; `randomUUID` is not there over plain HTTP. */
export function freshKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export const apiRoot = ROOT;
