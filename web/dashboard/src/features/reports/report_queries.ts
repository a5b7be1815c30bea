import { queryOptions } from '@tanstack/react-query';
import { caseKey } from '@/api/case_data';
import { api, bodyOf, type Schemas } from '@/api/client';

export type Report = Schemas['Report'];
export type ReportType = Schemas['ReportType'];
export const reportWords: Record<ReportType, string> = { incident_report: 'Incident report', runbook: 'Runbook', post_mortem: 'Post-mortem' };
export const reportTypes = Object.keys(reportWords) as ReportType[];

export const reportsOf = (caseId: string) =>
  queryOptions({
    queryKey: [...caseKey(caseId), 'reports'],
    queryFn: ({ signal }): Promise<Report[]> =>
      bodyOf(api.GET('/api/v1/reports/case/{case_id}', { params: { path: { case_id: caseId } }, signal })),
  });

export const reportText = (reportId: string) =>
  queryOptions({
    queryKey: ['report', reportId],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/reports/{report_id}', { params: { path: { report_id: reportId } }, signal })),
    staleTime: Infinity,
    enabled: reportId !== '',
  });

export const writeReport = (caseId: string, type: ReportType) =>
  bodyOf(api.POST('/api/v1/cases/{case_id}/reports', { params: { path: { case_id: caseId } }, body: { report_types: [type] } }));
