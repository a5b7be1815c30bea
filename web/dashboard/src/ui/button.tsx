import type { ButtonHTMLAttributes } from 'react';
import styles from './button.module.css';

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  kind?: 'plain' | 'primary' | 'quiet' | 'danger';
  small?: boolean;
  busy?: boolean;
};

/** A button; one that is busy says so and cannot be pressed again. */
export function Button({ kind = 'plain', small = false, busy = false, className = '', disabled, ...rest }: Props) {
  const classes = [styles.button, styles[kind], small ? styles.small : '', className].join(' ');
  return <button type="button" {...rest} className={classes} disabled={disabled || busy} aria-busy={busy || undefined} />;
}
