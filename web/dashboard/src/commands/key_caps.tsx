import { isMac } from '@/ui/is_mac';
import styles from './commands.module.css';

/** A key of a command as it stands on the keyboard. */
export function KeyCaps({ keys }: { keys: string }) {
  return (
    <span className={styles.caps}>
      {keys.split(' ').map((one, i) => (
        <kbd key={i} className={styles.cap}>
          {one.replace('mod+', isMac ? '⌘' : 'Ctrl ').replace(/([a-z])$/, (c) => (one.includes('+') ? c.toUpperCase() : c))}
        </kbd>
      ))}
    </span>
  );
}
