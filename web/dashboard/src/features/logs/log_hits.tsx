import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { sayWhy } from '@/api/problem';
import { counted, countText } from '@/ui/amount';
import { Trouble } from '@/ui/notice';
import { soughtLines, type Sought } from './line_queries';
import { LogRow } from './log_row';
import styles from './log_view.module.css';

interface Props {
  evidenceId: string;
  sought: Sought;
  onPick: (number: number) => void;
}

/** The lines that were sought; a click goes to one among its neighbours. */
export function LogHits({ evidenceId, sought, onPick }: Props) {
  const hits = useQuery(soughtLines(evidenceId, sought));
  const list = useRef<HTMLDivElement>(null);
  const found = useMemo(() => hits.data?.items ?? [], [hits.data]);
  const more = (hits.data?.total ?? 0) - found.length;
  return (
    <>
      <p className={styles.found} role="status">
        {hits.isFetching && !hits.data
          ? 'Searching…'
          : hits.data && `${counted(hits.data.total, 'line')} of ${countText(hits.data.looked_at)}. Click a number to see the line among its neighbours.`}
      </p>
      {hits.error && <Trouble>{sayWhy(hits.error)}</Trouble>}
      <div ref={list} className={styles.lines} tabIndex={0} role="region" aria-label="Lines found">
        {found.map((l) => (
          <LogRow key={l.number} number={l.number} line={l} marked={false} sought={sought.kind === 'text' ? sought.words : ''} onPick={onPick} />
        ))}
        {more > 0 && <p className={styles.found}>{counted(more, 'more line')}: narrow the search to see them.</p>}
      </div>
    </>
  );
}
