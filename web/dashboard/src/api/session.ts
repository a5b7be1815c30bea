// Who is signed in. The access token is kept in memory only; the refresh token is in a cookie that scripts cannot
// read. When the sign-in ends under an open page, requests wait until somebody has signed in again.
import { Problem, problemOf } from './problem';
import type { components } from './schema.gen';

export type User = components['schemas']['UserV1'];
type SignedIn = components['schemas']['SignedInV1'];

export type Session =
  | { status: 'starting' }
  | { status: 'signed_out' }
  | { status: 'signed_in'; user: User }
  /** Signed in before on this page; what is on it stays. */
  | { status: 'expired'; user: User };

const headers = { 'content-type': 'application/json', 'x-refresh-cookie': '1' };
/** The token is renewed this long before its end. */
const leeway = 60_000;
/** A server that is not ready is asked again after this. */
const startPause = 1_000;

let session: Session = { status: 'starting' };
let token = '';
let tokenEnds = 0;
let renewing: Promise<boolean> | null = null;
let signedInAgain: (() => void)[] = [];
const listeners = new Set<() => void>();

export const currentSession = () => session;

export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function become(next: Session) {
  session = next;
  for (const listener of listeners) listener();
}

function keep(tokens: { access_token: string; expires_in: number }) {
  token = tokens.access_token;
  tokenEnds = Date.now() + tokens.expires_in * 1000;
}

async function post(path: string, body: unknown, bearer = ''): Promise<Response> {
  return fetch(`/api/v1/auth/${path}`, {
    method: 'POST',
    headers: bearer ? { ...headers, authorization: `Bearer ${bearer}` } : headers,
    body: JSON.stringify(body),
  });
}

async function enter(path: 'login' | 'register', body: unknown): Promise<void> {
  const response = await post(path, body);
  if (!response.ok) throw await problemOf(response);
  const signedIn = (await response.json()) as SignedIn;
  // Somebody else than before must not see what the page holds.
  const other = session.status === 'expired' && session.user.user_id !== signedIn.user.user_id;
  keep(signedIn);
  become({ status: 'signed_in', user: signedIn.user });
  if (other) window.location.assign('/');
  const waiting = signedInAgain;
  signedInAgain = [];
  for (const go of waiting) go();
}

export const signIn = (login: string, password: string) =>
  enter('login', login.includes('@') ? { email: login, password } : { username: login, password });

export interface Registration {
  username: string;
  email: string;
  password: string;
  invite?: string;
  setup_token?: string;
}
export const register = (who: Registration) => enter('register', who);

async function renewOnce(): Promise<boolean> {
  const response = await post('refresh', {});
  if (response.status === 401) return false;
  if (!response.ok) throw await problemOf(response);
  keep((await response.json()) as SignedIn);
  return true;
}

/** Gets a new access token; false when the sign-in has ended. One request however many ask. */
function renew(): Promise<boolean> {
  renewing ??= renewOnce().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function whoIsHere(): Promise<Session> {
  if (!(await renew())) return { status: 'signed_out' };
  const response = await fetch('/api/v1/auth/me', { headers: { authorization: `Bearer ${token}` } });
  if (response.status === 401) return { status: 'signed_out' };
  if (!response.ok) throw await problemOf(response);
  return { status: 'signed_in', user: (await response.json()) as User };
}

/** At the start of a page: who is signed in with this browser. A server that starts itself is waited for. */
export async function startSession(): Promise<void> {
  for (;;) {
    try {
      become(await whoIsHere());
      return;
    } catch {
      await new Promise((go) => setTimeout(go, startPause));
    }
  }
}

/** Ends the sign-in of this browser. */
export async function signOut(): Promise<void> {
  // At the root it is this sign-in alone that ends.
  await fetch('/auth/logout', { method: 'POST', headers: { authorization: `Bearer ${token}` } }).catch(() => undefined);
  token = '';
  become({ status: 'signed_out' });
}

/** Ends every sign-in of the account. */
export async function signOutEverywhere(): Promise<void> {
  await post('logout', {}, token).catch(() => undefined);
  token = '';
  become({ status: 'signed_out' });
}

async function whenSignedIn(): Promise<void> {
  if (session.status === 'signed_in') become({ status: 'expired', user: session.user });
  if (session.status !== 'expired') throw new Problem(401, 'Sign in first.');
  await new Promise<void>((go) => signedInAgain.push(go));
}

/** A token that is good now. */
export async function bearer(): Promise<string> {
  if (Date.now() > tokenEnds - leeway && !(await renew())) await whenSignedIn();
  return token;
}

/** After a 401 to a request made with `used`: a better token. */
export async function bearerInsteadOf(used: string): Promise<string> {
  if (used === token && !(await renew())) await whenSignedIn();
  return token;
}
