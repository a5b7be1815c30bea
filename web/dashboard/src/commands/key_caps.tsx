import styles from './commands.module.css';

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** A key of a command as it stands on the keyboard. */
export function KeyCaps({ keys }: { keys: string }) {
  return (
    <span className={styles.caps}>
      {keys.split(' ').map((one, i) => (
        <kbd key={i} className={styles.cap}>
          {one.replace('mod+', mac ? '⌘' : 'Ctrl ').replace(/([a-z])$/, (c) => (one.includes('+') ? c.toUpperCase() : c))}
        </kbd>
      ))}
    </span>
  );
}
