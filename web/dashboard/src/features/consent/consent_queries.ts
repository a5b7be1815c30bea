import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';

/** What a client asks for in the query of the page, as it was sent. */
export interface Wish {
  response_type?: string;
  client_id: string;
  redirect_uri: string;
  scope?: string;
  state?: string;
  code_challenge: string;
  code_challenge_method: string;
}

/** The server says whether there is such a client, and who would grant it. */
export const consent = (wish: Wish) =>
  queryOptions({
    queryKey: ['consent', wish],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/api/v1/auth/oauth/authorize', {
          params: { query: { ...wish, response_type: 'code', code_challenge_method: 'S256' } },
          signal,
        }),
      ),
    staleTime: Infinity,
    retry: false,
  });

export const decide = (wish: Wish, approved: boolean) =>
  bodyOf(
    api.POST('/api/v1/auth/oauth/authorize', {
      body: {
        approved,
        client_id: wish.client_id,
        redirect_uri: wish.redirect_uri,
        code_challenge: wish.code_challenge,
        code_challenge_method: 'S256',
        scope: wish.scope ?? '',
        state: wish.state ?? '',
      },
    }),
  );
