import { memo, useMemo } from 'react';
import type { Cite } from '@/ui/cites';
import { Markdown } from '@/ui/markdown';
import { sectionsOf } from '@/ui/sections';
import { When } from '@/ui/when';
import styles from './conversation.module.css';
import type { Message } from './conversation_queries';

/** An answer: what it says first is open, the sections behind it open on demand. */
export const Answer = memo(function Answer({ text, onCite }: { text: string; onCite: (c: Cite) => void }) {
  const { head, sections } = useMemo(() => sectionsOf(text), [text]);
  return (
    <>
      <Markdown text={head} onCite={onCite} />
      {sections.map((s) => (
        <details key={s.title} className={styles.section}>
          <summary>{s.title}</summary>
          <Markdown text={s.body} onCite={onCite} />
        </details>
      ))}
    </>
  );
});

interface Props {
  message: Message;
  onCite: (c: Cite) => void;
  onRetry: (question: string) => void;
}

export const MessageView = memo(function MessageView({ message, onCite, onRetry }: Props) {
  const mine = message.role === 'user';
  return (
    <article className={mine ? `${styles.message} ${styles.mine}` : styles.message} data-mine={mine || undefined}>
      <header className={styles.who}>
        <span>{mine ? 'You' : message.role === 'assistant' ? 'FaultMaven' : 'System'}</span>
        <When at={message.created_at} />
      </header>
      {mine ? <p className={styles.words}>{message.content}</p> : <Answer text={message.content} onCite={onCite} />}
      {message.state === 'failed' && (
        <p className={styles.failed}>
          This question has no answer: its turn failed or was stopped.{' '}
          <button type="button" className={styles.again} onClick={() => onRetry(message.content)}>
            Ask again
          </button>
        </p>
      )}
    </article>
  );
});
