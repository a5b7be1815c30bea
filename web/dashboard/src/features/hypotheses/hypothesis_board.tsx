import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { caseFiles, caseKey, caseView } from '@/api/case_data';
import { sayWhy } from '@/api/problem';
import { Button } from '@/ui/button';
import type { Cite } from '@/ui/cites';
import { Empty, Loading, Trouble } from '@/ui/notice';
import { HypothesisCard } from './hypothesis_card';
import styles from './hypotheses.module.css';
import { judge } from './hypothesis_queries';
import { WorkingConclusion } from './working_conclusion';

interface Props {
  caseId: string;
  closed: boolean;
  onCite: (cite: Cite) => void;
}

/** What may explain the problem, most likely first, and what is concluded so far. */
export function HypothesisBoard({ caseId, closed, onCite }: Props) {
  const view = useQuery(caseView(caseId));
  const files = useQuery(caseFiles(caseId));
  const queries = useQueryClient();
  const judging = useMutation({
    mutationFn: ({ id, status }: { id: string; status: 'validated' | 'refuted' }) => judge(caseId, id, status),
    onSettled: () => queries.invalidateQueries({ queryKey: caseKey(caseId) }),
  });
  const refs = useMemo(() => new Map(files.data?.map((f) => [f.evidence_id, f.ref])), [files.data]);
  if (view.isLoading) return <Loading />;
  if (view.error) return <Trouble action={<Button small onClick={() => void view.refetch()}>Try again</Button>}>{sayWhy(view.error)}</Trouble>;
  const state = view.data?.investigation_state;
  const all = [...(state?.hypotheses ?? [])].sort((a, b) => b.likelihood - a.likelihood);
  if (all.length === 0)
    return <Empty title="No hypotheses yet">Add evidence and ask what is wrong: each explanation that the evidence supports appears here, with the lines for and against it.</Empty>;
  return (
    <div className={styles.board}>
      {judging.error && <Trouble>{sayWhy(judging.error)}</Trouble>}
      {state?.working_conclusion && <WorkingConclusion conclusion={state.working_conclusion} />}
      <h2 className={styles.title}>Hypotheses</h2>
      <ol className={styles.list}>
        {all.map((h) => (
          <HypothesisCard
            key={h.hypothesis_id}
            one={h}
            refs={refs}
            closed={closed}
            onCite={onCite}
            onJudge={(status) => judging.mutate({ id: h.hypothesis_id, status })}
          />
        ))}
      </ol>
    </div>
  );
}
