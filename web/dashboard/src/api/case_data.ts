// What several parts of a case's page read: one key and one request for each.
import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from './client';

export const caseKey = (caseId: string) => ['case', caseId] as const;

/** How often a file is looked for that is not read yet. */
const readingMs = 700;

export const caseView = (caseId: string) =>
  queryOptions({
    queryKey: [...caseKey(caseId), 'view'],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/cases/{case_id}/ui', { params: { path: { case_id: caseId } }, signal })),
  });

export type NumberedFile = Schemas['EvidenceOfCase'];
/** The readable files with the names by which answers cite them. */
export const caseFiles = (caseId: string) =>
  queryOptions({
    queryKey: [...caseKey(caseId), 'files'],
    queryFn: async ({ signal }): Promise<NumberedFile[]> =>
      (await bodyOf(api.GET('/api/v1/cases/{case_id}/evidence', { params: { path: { case_id: caseId } }, signal }))).files,
  });

export type UploadedFile = Schemas['UploadedFile'];
const isOpen = (f: UploadedFile) => f.status === 'pending' || f.status === 'processing';
/** Every file that was uploaded, with what became of it; asked again while one is being read. */
export const uploadedFiles = (caseId: string) =>
  queryOptions({
    queryKey: [...caseKey(caseId), 'uploads'],
    queryFn: async ({ signal }): Promise<UploadedFile[]> =>
      (await bodyOf(api.GET('/api/v1/cases/{case_id}/uploaded-files', { params: { path: { case_id: caseId } }, signal }))).files,
    refetchInterval: (query) => (query.state.data?.some(isOpen) ? readingMs : false),
  });
