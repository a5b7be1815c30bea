import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { caseKey } from '@/api/case_data';
import { sayWhy } from '@/api/problem';
import { Button } from '@/ui/button';
import type { Cite } from '@/ui/cites';
import { Loading, Trouble } from '@/ui/notice';
import { AskBox } from './ask_box';
import styles from './conversation.module.css';
import { messages } from './conversation_queries';
import { draftOf, keepDraft } from './drafts';
import { LiveTurnView } from './live_turn_view';
import { MessageView } from './message_view';
import { Suggestions, type Suggestion } from './suggestions';
import { askTurn, cancelTurn, forget, liveTurn, onTurns, resumeTurn } from './turns';

interface Props {
  caseId: string;
  closed: boolean;
  onCite: (cite: Cite) => void;
}

const none: Suggestion[] = [];

/** What was said in a case, the turn that runs, and where the next question is typed. */
export function Conversation({ caseId, closed, onCite }: Props) {
  const queries = useQueryClient();
  const said = useQuery(messages(caseId));
  const turn = useSyncExternalStore(onTurns, () => liveTurn(caseId));
  const [draft, setDraft] = useState(() => draftOf(caseId));
  const [suggestions, setSuggestions] = useState<Suggestion[]>(none);
  const list = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const all = said.data;

  const type = useCallback((text: string) => (setDraft(text), keepDraft(caseId, text)), [caseId]);
  const ended = useCallback(async () => {
    setSuggestions(liveTurn(caseId)?.answer?.suggested_actions ?? none);
    await queries.invalidateQueries({ queryKey: caseKey(caseId) });
    void queries.invalidateQueries({ queryKey: ['cases'] });
  }, [caseId, queries]);
  const ask = useCallback(
    (message: string) => {
      setSuggestions(none);
      type('');
      void askTurn(caseId, message, ended);
    },
    [caseId, ended, type],
  );

  // A question without an answer may have a turn that still runs.
  const last = all?.at(-1);
  useEffect(() => {
    if (last?.role === 'user' && last.state === 'asked') resumeTurn(caseId, last.message_id, last.content, ended);
  }, [last, caseId, ended]);
  // A new answer is read from its question on; while a turn runs its end is seen.
  const running = turn !== null;
  useLayoutEffect(() => {
    if (running) end.current?.scrollIntoView({ block: 'end' });
    else [...(list.current?.querySelectorAll('[data-mine]') ?? [])].at(-1)?.scrollIntoView({ block: 'start' });
  }, [running, all?.length, turn?.said.length, turn?.stage]);

  const failedBefore = last?.state === 'failed' && turn?.failure;
  return (
    <section className={styles.conversation} aria-label="Conversation">
      <div ref={list} className={styles.messages} tabIndex={-1}>
        {said.isLoading && <Loading />}
        {said.error && (
          <Trouble action={<Button small onClick={() => void said.refetch()}>Try again</Button>}>{sayWhy(said.error)}</Trouble>
        )}
        {all?.length === 0 && !turn && <Beginning onAsk={ask} />}
        {all?.map((m) => (
          <MessageView key={m.message_id} message={m} onCite={onCite} onRetry={ask} />
        ))}
        {turn && !failedBefore && (
          <LiveTurnView
            turn={turn}
            showQuestion={!all?.some((m) => m.message_id === turn.questionId)}
            onCite={onCite}
            onCancel={() => void cancelTurn(caseId)}
            onDismiss={() => forget(caseId)}
            onRetry={ask}
          />
        )}
        {!turn && <Suggestions actions={suggestions} onAsk={ask} onDraft={type} />}
        <div ref={end} />
      </div>
      <AskBox text={draft} onText={type} onAsk={ask} busy={turn !== null && !turn.trouble && !turn.failure} closed={closed} />
    </section>
  );
}

function Beginning({ onAsk }: { onAsk: (message: string) => void }) {
  return (
    <div className={styles.beginning}>
      <h2>What is wrong?</h2>
      <p>Drop logs, manifests or the output of commands anywhere on this page, then ask. Every answer names the lines that it rests on.</p>
      <div className={styles.openers}>
        {['What is wrong?', 'When did it begin, and what changed before?', 'Is everything healthy?'].map((q) => (
          <Button key={q} small onClick={() => onAsk(q)}>
            {q}
          </Button>
        ))}
      </div>
    </div>
  );
}
