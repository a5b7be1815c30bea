import { useEffect, useMemo, useRef, type FormEvent } from 'react';
import type { Command } from '@/commands/registry';
import { useCommands } from '@/commands/use_commands';
import { Button } from '@/ui/button';
import styles from './conversation.module.css';

interface Props {
  text: string;
  onText: (text: string) => void;
  onAsk: (message: string) => void;
  busy: boolean;
  closed: boolean;
}

const mostRows = 10;

export function AskBox({ text, onText, onAsk, busy, closed }: Props) {
  const box = useRef<HTMLTextAreaElement>(null);
  const commands = useMemo<Command[]>(
    () => [{ id: 'ask', title: 'Ask a question', group: 'Case', key: 'a', run: () => box.current?.focus() }],
    [],
  );
  useCommands(commands);
  // A suggestion that was taken over is meant to be gone on with.
  useEffect(() => {
    if (text.endsWith('\n')) box.current?.focus();
  }, [text]);
  const submit = (e?: FormEvent) => {
    e?.preventDefault();
    if (text.trim() && !busy && !closed) onAsk(text.trim());
  };
  return (
    <form className={styles.ask} onSubmit={submit}>
      <textarea
        ref={box}
        className={styles.question}
        rows={Math.min(mostRows, Math.max(2, text.split('\n').length))}
        value={text}
        onChange={(e) => onText(e.target.value)}
        onKeyDown={(e) => {
          if (e.key === 'Escape') e.currentTarget.blur();
          if (e.key !== 'Enter' || e.shiftKey || e.nativeEvent.isComposing) return;
          e.preventDefault();
          submit();
        }}
        placeholder={closed ? 'This case is closed and takes no more questions.' : 'Ask about the evidence: what failed, when, why?'}
        aria-label="Question"
        disabled={closed}
      />
      <Button type="submit" kind="primary" disabled={!text.trim() || busy || closed}>
        Ask
      </Button>
    </form>
  );
}
