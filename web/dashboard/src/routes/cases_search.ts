import type { CasesSearch } from '@/features/cases/cases_view';
import { caseStates, type CaseState } from '@/features/cases/case_words';
import { sorts, type Sort } from '@/features/cases/sort';

const longest = 200;

/** What the URL of the list says; anything else is as if it were not there. */
export function readCasesSearch(raw: Record<string, unknown>): CasesSearch {
  const { q, state, sort } = raw;
  return {
    q: typeof q === 'string' && q ? q.slice(0, longest) : undefined,
    state: caseStates.includes(state as CaseState) ? (state as CaseState) : undefined,
    sort: sorts.includes(sort as Sort) ? (sort as Sort) : undefined,
  };
}
