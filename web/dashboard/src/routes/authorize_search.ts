import type { Wish } from '@/features/consent/consent_queries';

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** What the client sent, unchanged; whether it fits is for the server to say. */
export function readWish(raw: Record<string, unknown>): Wish {
  return {
    response_type: text(raw.response_type),
    client_id: text(raw.client_id),
    redirect_uri: text(raw.redirect_uri),
    scope: text(raw.scope),
    state: text(raw.state),
    code_challenge: text(raw.code_challenge),
    code_challenge_method: text(raw.code_challenge_method),
  };
}
