// What the URL of a case says: "?e=E2&l=408-418" opens lines, "?tab=report" a tab.
export type CaseTab = 'conversation' | 'evidence' | 'hypotheses' | 'report';
const tabs: CaseTab[] = ['conversation', 'evidence', 'hypotheses', 'report'];

export interface CaseSearch {
  tab?: CaseTab;
  /** A file, by the name that answers use. */
  e?: string;
  /** Lines of it: "408-418,420". */
  l?: string;
}

const lines = /^\d{1,12}(-\d{1,12})?(,\d{1,12}(-\d{1,12})?){0,99}$/;

/** Anything else is as if it were not there. */
export function readCaseSearch(raw: Record<string, unknown>): CaseSearch {
  const { tab, e, l } = raw;
  return {
    tab: tabs.includes(tab as CaseTab) ? (tab as CaseTab) : undefined,
    e: typeof e === 'string' && /^E\d{1,5}$/.test(e) ? e : undefined,
    l: typeof l === 'string' && lines.test(l) ? l : undefined,
  };
}
