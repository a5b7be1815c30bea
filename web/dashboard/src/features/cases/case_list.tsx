import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { sayWhy } from '@/api/problem';
import type { Command } from '@/commands/registry';
import { useCommands } from '@/commands/use_commands';
import { Button } from '@/ui/button';
import { Empty, Loading, Trouble } from '@/ui/notice';
import { useViewport, windowOf } from '@/ui/windowed';
import { caseCommands } from './case_commands';
import styles from './case_list.module.css';
import { CaseRow } from './case_row';
import type { CaseState } from './case_words';
import { narrowRowPixels, rowPixels } from './limits';
import type { Sort } from './sort';
import { useCases } from './use_cases';

interface Props {
  words: string;
  state: CaseState | '';
  sort: Sort;
  onNew: () => void;
  onSample: () => void;
  onSearch: () => void;
}

const narrow = window.matchMedia('(max-width: 720px)');

/** The list, of which only the rows that are seen are drawn. */
export function CaseList({ words, state, sort, onNew, onSample, onSearch }: Props) {
  const { cases, total, isLoading, error, retry } = useCases(words, state, sort);
  const [at, setAt] = useState(-1);
  const box = useRef<HTMLDivElement>(null);
  const view = useViewport(box);
  const goTo = useNavigate();
  const row = narrow.matches ? narrowRowPixels : rowPixels;
  const chosen = Math.min(at, cases.length - 1);
  const commands = useMemo<Command[]>(
    () =>
      caseCommands({
        move: (by) => setAt((now) => Math.max(0, Math.min(Math.min(now, cases.length - 1) + by, cases.length - 1))),
        open: () => {
          const one = cases[Math.min(at, cases.length - 1)];
          if (one) void goTo({ to: '/cases/$caseId', params: { caseId: one.id } });
        },
        add: onNew,
        search: onSearch,
      }),
    [cases, at, goTo, onNew, onSearch],
  );
  useCommands(commands);
  useEffect(() => {
    const list = box.current;
    if (!list || chosen < 0) return;
    const top = chosen * row;
    if (top < list.scrollTop) list.scrollTop = top;
    if (top + row > list.scrollTop + list.clientHeight) list.scrollTop = top + row - list.clientHeight;
  }, [chosen, row]);

  const shown = windowOf(view.top, view.height, row, cases.length);
  return (
    <>
      <p className="visually-hidden" role="status">
        {isLoading ? '' : `${total} cases`}
      </p>
      {error && <Trouble action={<Button small onClick={() => void retry()}>Try again</Button>}>{sayWhy(error)}</Trouble>}
      <div ref={box} className={styles.list} tabIndex={-1}>
        {isLoading && <Loading>Loading cases…</Loading>}
        {!isLoading && !error && cases.length === 0 && <Nothing filtered={words !== '' || state !== ''} onNew={onNew} onSample={onSample} />}
        <ul className={styles.rows} style={{ height: cases.length * row }} aria-label="Cases">
          {cases.slice(shown.first, shown.end).map((one, i) => (
            <CaseRow key={one.id} one={one} at={shown.first + i} top={(shown.first + i) * row} chosen={shown.first + i === chosen} />
          ))}
        </ul>
      </div>
    </>
  );
}

function Nothing({ filtered, onNew, onSample }: { filtered: boolean; onNew: () => void; onSample: () => void }) {
  if (filtered) return <Empty title="No case matches">Other words or another state may find it.</Empty>;
  return (
    <Empty title="No cases yet">
      <p>A case holds one problem: its logs, what was asked about them, and what was found. Open one, drop the logs into it, and ask what is wrong.</p>
      <Button kind="primary" onClick={onNew}>
        New case
      </Button>
      <Button onClick={onSample}>Look at a sample incident</Button>
    </Empty>
  );
}
