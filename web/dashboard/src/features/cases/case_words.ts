import type { Schemas } from '@/api/client';

export type CaseState = Schemas['CaseStateV1'];
export const caseStates: CaseState[] = ['inquiry', 'investigating', 'resolved', 'closed'];
export const stateWords: Record<CaseState, string> = {
  inquiry: 'Inquiry',
  investigating: 'Investigating',
  resolved: 'Resolved',
  closed: 'Closed',
};

const byStatus: Record<string, CaseState> = { consulting: 'inquiry' };
/** The words of both dialects are one to people. */
export const stateOf = (status: string): CaseState => byStatus[status] ?? (status as CaseState);
/** What the server's filters call a state. */
export const statusOf = (state: CaseState) => (state === 'inquiry' ? 'consulting' : state);

export const priorities = ['critical', 'high', 'medium', 'low'] as const;
