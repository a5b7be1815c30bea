import type { ReactNode } from 'react';
import styles from './notice.module.css';

/** Something went wrong, and what can be done. */
export function Trouble({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div role="alert" className={styles.trouble}>
      <span aria-hidden="true">⚠</span>
      <div className={styles.words}>{children}</div>
      {action}
    </div>
  );
}

/** Nothing is here yet; what to do next. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Something is on its way; said after a moment, so that what is fast does not flicker. */
export function Loading({ children = 'Loading…' }: { children?: ReactNode }) {
  return (
    <div role="status" className={styles.loading}>
      {children}
    </div>
  );
}
