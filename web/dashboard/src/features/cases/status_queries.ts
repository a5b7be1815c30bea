import { api, bodyOf, type Schemas } from '@/api/client';
import { statusOf, type CaseState } from './case_words';

export const closings = ['resolved', 'not_reproducible', 'duplicate', 'wont_fix', 'invalid', 'escalated', 'abandoned'] as const;
export type Closing = (typeof closings)[number];

export const moveTo = (caseId: string, state: CaseState, reason: string): Promise<unknown> =>
  bodyOf(
    api.PATCH('/api/v1/cases/{case_id}/status', {
      params: { path: { case_id: caseId } },
      body: { status: statusOf(state) as Schemas['CaseStatusWord'], ...(reason ? { reason } : {}) },
    }),
  );

export const closeCase = (caseId: string, resolution: Closing, notes: string): Promise<unknown> =>
  bodyOf(
    api.POST('/api/v1/cases/{case_id}/close', {
      params: { path: { case_id: caseId } },
      body: { resolution, ...(notes ? { resolution_notes: notes } : {}) },
    }),
  );

export const rename = (caseId: string, title: string): Promise<unknown> =>
  bodyOf(api.PUT('/api/v1/cases/{case_id}', { params: { path: { case_id: caseId } }, body: { title } }));
