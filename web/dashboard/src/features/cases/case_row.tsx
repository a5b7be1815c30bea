import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { counted } from '@/ui/amount';
import { When } from '@/ui/when';
import styles from './case_list.module.css';
import type { ListedCase } from './case_queries';
import { PriorityMark, StateBadge } from './state_badge';

interface Props {
  one: ListedCase;
  at: number;
  top: number;
  chosen: boolean;
}

export const CaseRow = memo(function CaseRow({ one, at, top, chosen }: Props) {
  return (
    <li className={styles.place} style={{ transform: `translateY(${top}px)` }} aria-posinset={at + 1}>
      <Link
        to="/cases/$caseId"
        params={{ caseId: one.id }}
        className={chosen ? `${styles.row} ${styles.chosen}` : styles.row}
        aria-current={chosen ? 'true' : undefined}
        data-case={one.id}
      >
        <span className={styles.title}>{one.title}</span>
        <StateBadge status={one.status} />
        <PriorityMark priority={one.priority} />
        <span className={styles.side}>{counted(one.message_count, 'message')}</span>
        <span className={styles.side}>
          <When at={one.updated_at} />
        </span>
      </Link>
    </li>
  );
});
