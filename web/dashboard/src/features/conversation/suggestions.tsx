import { Button } from '@/ui/button';
import { CopyButton } from '@/ui/copy_button';
import styles from './conversation.module.css';
import type { TurnAnswer } from './turn_state';

export type Suggestion = TurnAnswer['suggested_actions'][number];

interface Props {
  actions: Suggestion[];
  onAsk: (message: string) => void;
  onDraft: (text: string) => void;
}

/** What may be done next, by one click: decisions are said, questions are answered in the box. */
export function Suggestions({ actions, onAsk, onDraft }: Props) {
  if (actions.length === 0) return null;
  return (
    <ul className={styles.suggestions} aria-label="What next">
      {actions.map((a, i) => (
        <li key={i}>
          {a.type === 'RUN' ? (
            <span className={styles.run}>
              <span>{a.label}</span>
              <CopyButton text={a.body ?? a.payload ?? a.label} label="Copy command" />
            </span>
          ) : a.type === 'DECIDE' ? (
            <Button small kind="primary" onClick={() => onAsk(a.payload ?? a.label)}>
              {a.label}
            </Button>
          ) : (
            <Button small onClick={() => onDraft(`${a.payload ?? a.label}\n`)}>
              {a.label}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
