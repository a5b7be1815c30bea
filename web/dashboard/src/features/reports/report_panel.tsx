import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { caseKey } from '@/api/case_data';
import { sayWhy } from '@/api/problem';
import { Button } from '@/ui/button';
import type { Cite } from '@/ui/cites';
import { Markdown } from '@/ui/markdown';
import { Empty, Loading, Trouble } from '@/ui/notice';
import { When } from '@/ui/when';
import { reportText, reportTypes, reportsOf, reportWords, writeReport } from './report_queries';
import styles from './reports.module.css';
import { saveText } from './save_text';

interface Props {
  caseId: string;
  onCite: (cite: Cite) => void;
}

/** The reports of a case: writing one, its versions, and what it says. */
export function ReportPanel({ caseId, onCite }: Props) {
  const [wanted, setWanted] = useState('');
  const queries = useQueryClient();
  const reports = useQuery(reportsOf(caseId));
  const shown = reports.data?.find((r) => r.id === wanted) ?? reports.data?.[0];
  const text = useQuery(reportText(shown?.id ?? ''));
  const writing = useMutation({
    mutationFn: (type: (typeof reportTypes)[number]) => writeReport(caseId, type),
    onSuccess: (made) => {
      setWanted(made.report_id);
      void queries.invalidateQueries({ queryKey: caseKey(caseId) });
    },
  });
  const error = writing.error ?? reports.error ?? text.error;
  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        {reportTypes.map((t) => (
          <Button key={t} small busy={writing.isPending && writing.variables === t} disabled={writing.isPending} onClick={() => writing.mutate(t)}>
            Write {reportWords[t].toLowerCase()}
          </Button>
        ))}
        {shown && (
          <span className={styles.chosen}>
            <select className={styles.select} aria-label="Report" value={shown.id} onChange={(e) => setWanted(e.target.value)}>
              {reports.data?.map((r) => (
                <option key={r.id} value={r.id}>
                  {reportWords[r.report_type]} · version {r.version}
                </option>
              ))}
            </select>
            <Button
              small
              disabled={!text.data}
              onClick={() => text.data && saveText(`${shown.report_type}-v${shown.version}.md`, text.data.content)}
            >
              Save Markdown
            </Button>
          </span>
        )}
      </div>
      {error && <Trouble>{sayWhy(error)}</Trouble>}
      {reports.isLoading && <Loading />}
      {reports.data?.length === 0 && (
        <Empty title="No report yet">A report tells what happened from the evidence, the conversation and the hypotheses of this case; each writing is a version of its own.</Empty>
      )}
      {shown && (
        <article className={styles.report}>
          <p className={styles.soft}>
            {shown.title} · version {shown.version} · written <When at={shown.created_at} />
          </p>
          {text.data ? <Markdown text={text.data.content} onCite={onCite} /> : <Loading />}
        </article>
      )}
    </div>
  );
}
