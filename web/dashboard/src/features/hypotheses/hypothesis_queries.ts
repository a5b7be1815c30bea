import { api, bodyOf, type Schemas } from '@/api/client';

export type Hypothesis = Schemas['CaseHypothesisState'];

export const judge = (caseId: string, hypothesisId: string, status: 'validated' | 'refuted') =>
  bodyOf(
    api.PUT('/api/v1/cases/{case_id}/hypotheses/{hypothesis_id}', {
      params: { path: { case_id: caseId, hypothesis_id: hypothesisId } },
      body: { status },
    }),
  );
