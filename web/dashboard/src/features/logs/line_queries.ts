import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '@/api/client';
import { keptMs, mostHits, windowLines } from './limits';

export type Line = Schemas['EvidenceLine'];
export type Severity = Schemas['LineSeverity'];

/** The lines of one window; windows are counted from 0. What is scrolled past is not waited for. */
export const lineWindow = (evidenceId: string, window: number) =>
  queryOptions({
    queryKey: ['lines', evidenceId, window],
    queryFn: async ({ signal }): Promise<Line[]> =>
      (
        await bodyOf(
          api.GET('/api/v1/evidence/{evidence_id}/lines', {
            params: { path: { evidence_id: evidenceId }, query: { first: window * windowLines + 1, count: windowLines } },
            signal,
          }),
        )
      ).items,
    staleTime: Infinity,
    gcTime: keptMs,
  });

export interface Sought {
  words: string;
  kind: 'text' | 'regex';
  severity: Severity | '';
}
export const isSought = (s: Sought) => s.words !== '' || s.severity !== '';

export const soughtLines = (evidenceId: string, s: Sought) =>
  queryOptions({
    queryKey: ['sought', evidenceId, s],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/api/v1/evidence/{evidence_id}/search', {
          params: {
            path: { evidence_id: evidenceId },
            query: { limit: mostHits, kind: s.kind, ...(s.words ? { query: s.words } : {}), ...(s.severity ? { severity: s.severity } : {}) },
          },
          signal,
        }),
      ),
    enabled: isSought(s),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: keptMs,
  });
