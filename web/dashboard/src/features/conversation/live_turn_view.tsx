import { Button } from '@/ui/button';
import type { Cite } from '@/ui/cites';
import { Markdown } from '@/ui/markdown';
import { Trouble } from '@/ui/notice';
import styles from './conversation.module.css';
import { stageText } from './turn_state';
import type { LiveTurn } from './turns';

interface Props {
  turn: LiveTurn;
  showQuestion: boolean;
  onCite: (c: Cite) => void;
  onCancel: () => void;
  onDismiss: () => void;
  onRetry: (question: string) => void;
}

/** A turn while it runs: what is done, what was read, what is said already. */
export function LiveTurnView({ turn, showQuestion, onCite, onCancel, onDismiss, onRetry }: Props) {
  const trouble = turn.trouble || turn.failure;
  return (
    <>
      {showQuestion && (
        <article className={`${styles.message} ${styles.mine}`}>
          <header className={styles.who}>You</header>
          <p className={styles.words}>{turn.question}</p>
        </article>
      )}
      <article className={styles.message} aria-busy={!trouble}>
        <header className={styles.who}>FaultMaven</header>
        {trouble ? (
          <Trouble
            action={
              <>
                <Button small onClick={() => onRetry(turn.question)}>
                  Ask again
                </Button>
                <Button small kind="quiet" onClick={onDismiss}>
                  Dismiss
                </Button>
              </>
            }
          >
            {trouble}
          </Trouble>
        ) : (
          <div className={styles.stage}>
            <span className={styles.pulse} aria-hidden="true" />
            <span role="status">{stageText(turn.stage)}…</span>
            <Button small kind="quiet" onClick={onCancel}>
              Stop
            </Button>
          </div>
        )}
        <ul className={styles.steps}>
          {turn.tools.map((t, i) => (
            <li key={i}>
              <code>{t.tool}</code> <span className={styles.arguments}>{t.arguments}</span>{' '}
              {t.error ? `failed: ${t.error}` : t.ended ? `read ${t.shown ?? 0} of ${t.total ?? 0}` : '…'}
            </li>
          ))}
          {turn.sources.map((s) => (
            <li key={s}>runbook {s}</li>
          ))}
          {turn.hypotheses.map((h) => (
            <li key={h.statement}>
              considered ({h.likelihood.toFixed(2)}): {h.statement}
            </li>
          ))}
          {turn.notes.map((n) => (
            <li key={n}>{n}</li>
          ))}
        </ul>
        {turn.said.length > 0 && <Markdown text={turn.said.join('\n\n')} onCite={onCite} />}
      </article>
    </>
  );
}
