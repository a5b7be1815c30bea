import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '@/api/client';

export type ApiKey = Schemas['ApiKey'];
export const scopes = ['read', 'write', 'admin'] as const;
export type Scope = (typeof scopes)[number];

export const apiKeys = queryOptions({
  queryKey: ['account', 'keys'],
  queryFn: async ({ signal }): Promise<ApiKey[]> => (await bodyOf(api.GET('/api/v1/auth/api-keys', { signal }))).keys,
});

/** The key itself is in this answer and nowhere else. */
export const makeKey = (name: string, scope: Scope, days: number) =>
  bodyOf(
    api.POST('/api/v1/auth/api-keys', {
      body: { name, scopes: scopes.slice(0, scopes.indexOf(scope) + 1), ...(days ? { expires_in_days: days } : {}) },
    }),
  );

export const revokeKey = (keyId: string): Promise<unknown> =>
  bodyOf(api.DELETE('/api/v1/auth/api-keys/{key_id}', { params: { path: { key_id: keyId } } }));

export const changePassword = (current: string, next: string): Promise<unknown> =>
  bodyOf(api.POST('/api/v1/auth/password', { body: { current_password: current, new_password: next } }));
