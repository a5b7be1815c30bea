import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '@/api/client';
import { statusOf, type CaseState } from './case_words';
import { pageRows } from './limits';

/** A case as lists show it, whichever operation it came from. */
export type ListedCase = Schemas['Case'];

export const caseKeys = { all: ['cases'] as const };

export const caseList = (state: CaseState | '') =>
  infiniteQueryOptions({
    queryKey: [...caseKeys.all, 'list', state],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(
        api.GET('/api/v1/cases', {
          params: { query: { limit: pageRows, offset: pageParam, ...(state ? { status: statusOf(state) } : {}) } },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.has_more ? page.offset + page.limit : undefined),
  });

/** What the server finds for words; the best hundred. */
export const foundCases = (words: string, state: CaseState | '') =>
  queryOptions({
    queryKey: [...caseKeys.all, 'search', words, state],
    queryFn: ({ signal }): Promise<ListedCase[]> =>
      bodyOf(
        api.POST('/api/v1/cases/search', {
          body: { query: words, limit: pageRows, include_archived: true, ...(state ? { status: statusOf(state) } : {}) },
          signal,
        }),
      ),
    enabled: words !== '',
    placeholderData: keepPreviousData,
  });

export const createCase = (title: string) =>
  bodyOf(api.POST('/api/v1/cases', { body: title ? { title, priority: 'medium' } : { priority: 'medium' } }));
