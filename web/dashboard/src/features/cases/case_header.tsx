import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { caseKey, caseView } from '@/api/case_data';
import { sayWhy } from '@/api/problem';
import { Button } from '@/ui/button';
import { Trouble } from '@/ui/notice';
import { When } from '@/ui/when';
import styles from './case_header.module.css';
import { caseKeys } from './case_queries';
import type { CaseState } from './case_words';
import { PriorityMark, StateBadge } from './state_badge';
import { StatusDialog } from './status_dialog';
import { rename } from './status_queries';

const acts: Record<CaseState, string> = { inquiry: 'Reopen', investigating: 'Investigate', resolved: 'Resolve', closed: 'Close' };

/** What a case is, where it stands, and how it moves on. */
export function CaseHeader({ caseId }: { caseId: string }) {
  const view = useQuery(caseView(caseId));
  const [next, setNext] = useState<CaseState | null>(null);
  const one = view.data;
  if (view.error) return <Trouble action={<Button small onClick={() => void view.refetch()}>Try again</Button>}>{sayWhy(view.error)}</Trouble>;
  return (
    <header className={styles.header}>
      <Link to="/cases" className={styles.back} aria-label="All cases">
        ←
      </Link>
      {one ? <Title key={one.title} caseId={caseId} title={one.title} /> : <h1 className={styles.title}>…</h1>}
      {one && (
        <>
          <StateBadge status={one.state} />
          <PriorityMark priority={one.priority} />
          <span className={styles.soft}>
            opened <When at={one.created_at} />
          </span>
          <span className={styles.acts}>
            {(one.valid_next_states as CaseState[]).map((s) => (
              <Button key={s} small kind={s === 'closed' ? 'plain' : 'primary'} onClick={() => setNext(s)}>
                {acts[s]}
              </Button>
            ))}
          </span>
          {next && <StatusDialog caseId={caseId} from={one.state} to={next} onClose={() => setNext(null)} />}
        </>
      )}
    </header>
  );
}

const longestTitle = 255;

function Title({ caseId, title }: { caseId: string; title: string }) {
  const [typed, setTyped] = useState<string | null>(null);
  const [trouble, setTrouble] = useState('');
  const queries = useQueryClient();
  const keep = async () => {
    const wanted = typed?.trim();
    setTyped(null);
    if (!wanted || wanted === title) return;
    await rename(caseId, wanted).catch((error: unknown) => setTrouble(sayWhy(error)));
    void queries.invalidateQueries({ queryKey: caseKey(caseId) });
    void queries.invalidateQueries({ queryKey: caseKeys.all });
  };
  if (typed !== null)
    return (
      <input
        className={styles.rename}
        aria-label="Title of the case"
        value={typed}
        maxLength={longestTitle}
        autoFocus
        onChange={(e) => setTyped(e.target.value)}
        onBlur={() => void keep()}
        onKeyDown={(e) => {
          if (e.key === 'Enter') void keep();
          if (e.key === 'Escape') setTyped(null);
        }}
      />
    );
  return (
    <>
      <h1 className={styles.title} title={title}>
        {title}
      </h1>
      <Button small kind="quiet" onClick={() => setTyped(title)} aria-label="Rename the case">
        ✎
      </Button>
      {trouble && <Trouble>{trouble}</Trouble>}
    </>
  );
}
