import styles from './badges.module.css';
import { stateOf, stateWords } from './case_words';

const signs = { inquiry: '○', investigating: '◐', resolved: '●', closed: '✓' };

/** The state of a case: sign, word and colour. */
export function StateBadge({ status }: { status: string }) {
  const state = stateOf(status);
  return (
    <span className={`${styles.badge} ${styles[state]}`}>
      <span aria-hidden="true">{signs[state]}</span>
      {stateWords[state]}
    </span>
  );
}

export function PriorityMark({ priority }: { priority: string }) {
  return <span className={`${styles.priority} ${styles[priority] ?? ''}`}>{priority}</span>;
}
