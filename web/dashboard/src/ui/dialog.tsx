import { Dialog as Panel, DialogDismiss, DialogHeading } from '@ariakit/react';
import type { ReactNode } from 'react';
import styles from './dialog.module.css';

interface Props {
  title: string;
  open: boolean;
  onClose?: () => void;
  children: ReactNode;
  wide?: boolean;
}

/** A modal dialog; without `onClose` it stays until its work is done. */
export function Dialog({ title, open, onClose, children, wide = false }: Props) {
  return (
    <Panel
      open={open}
      onClose={onClose}
      hideOnEscape={Boolean(onClose)}
      hideOnInteractOutside={Boolean(onClose)}
      preventBodyScroll={false}
      backdrop={<div className={styles.backdrop} />}
      className={wide ? `${styles.dialog} ${styles.wide}` : styles.dialog}
    >
      <header className={styles.header}>
        <DialogHeading className={styles.heading}>{title}</DialogHeading>
        {onClose && (
          <DialogDismiss className={styles.dismiss} aria-label="Close">
            ✕
          </DialogDismiss>
        )}
      </header>
      {children}
    </Panel>
  );
}
