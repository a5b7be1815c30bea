import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { lineWindow, type Line } from './line_queries';
import { windowLines } from './limits';

/** The windows that hold lines `first` to before `end`, both counted from 0. */
export function windowsOf(first: number, end: number): number[] {
  const from = Math.floor(first / windowLines);
  const to = Math.floor(Math.max(first, end - 1) / windowLines);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** The lines that are there of a part of a file, by their number. */
export function useLines(evidenceId: string, first: number, end: number) {
  const from = Math.floor(first / windowLines);
  const to = Math.floor(Math.max(first, end - 1) / windowLines);
  const wanted = useMemo(() => Array.from({ length: to - from + 1 }, (_, i) => from + i), [from, to]);
  return useQueries({
    queries: wanted.map((w) => lineWindow(evidenceId, w)),
    combine: (all) => ({
      lines: new Map<number, Line>(all.flatMap((q) => q.data ?? []).map((l) => [l.number, l])),
      error: all.find((q) => q.error)?.error ?? null,
      retry: () => all.filter((q) => q.error).forEach((q) => void q.refetch()),
    }),
  });
}
