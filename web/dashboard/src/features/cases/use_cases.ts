import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { caseList, foundCases } from './case_queries';
import type { CaseState } from './case_words';
import { mostPages } from './limits';
import { sorted, type Sort } from './sort';

/** The cases to show. All of them are fetched, page by page, so that any order can be had at once. */
export function useCases(words: string, state: CaseState | '', sort: Sort) {
  const list = useInfiniteQuery({ ...caseList(state), enabled: words === '' });
  const search = useQuery(foundCases(words, state));
  const { hasNextPage, isFetchingNextPage, fetchNextPage, data } = list;
  const pages = data?.pages.length ?? 0;
  useEffect(() => {
    if (words === '' && hasNextPage && !isFetchingNextPage && pages < mostPages) void fetchNextPage();
  }, [words, hasNextPage, isFetchingNextPage, fetchNextPage, pages]);
  const cases = useMemo(
    () => sorted(words ? (search.data ?? []) : (data?.pages.flatMap((p) => p.cases) ?? []), sort),
    [words, search.data, data, sort],
  );
  const asked = words ? search : list;
  return {
    cases,
    total: words ? cases.length : (data?.pages[0]?.total_count ?? 0),
    isLoading: asked.isLoading,
    isMoving: asked.isFetching,
    error: asked.error,
    retry: asked.refetch,
  };
}
