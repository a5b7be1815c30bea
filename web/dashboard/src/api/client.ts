// The one way to the server: typed by its own document, with a token that is renewed silently.
import createClient from 'openapi-fetch';
import { problemOf } from './problem';
import type { components, paths } from './schema.gen';
import { bearer, bearerInsteadOf } from './session';

export type Schemas = components['schemas'];

/** `fetch` with the caller's token; once more with a new one when it was refused. */
export async function authorised(input: Request): Promise<Response> {
  const again = input.clone();
  const token = await bearer();
  input.headers.set('authorization', `Bearer ${token}`);
  const response = await fetch(input);
  if (response.status !== 401) return response;
  again.headers.set('authorization', `Bearer ${await bearerInsteadOf(token)}`);
  return fetch(again);
}

export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: authorised });

/** The body of an answer, or the problem that it was. */
export async function bodyOf<T>(call: Promise<{ data?: T; response: Response; error?: unknown }>): Promise<T> {
  const { data, response, error } = await call;
  if (response.ok) return data as T;
  throw await problemOf(new Response(JSON.stringify(error ?? null), response));
}
