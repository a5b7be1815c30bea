import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Command } from '@/commands/registry';
import { useCommands } from '@/commands/use_commands';
import { Button } from '@/ui/button';
import { rangesOf, textOf } from '@/ui/cites';
import { searchPauseMs } from './limits';
import { isSought, type Severity, type Sought } from './line_queries';
import { LogHits } from './log_hits';
import { LogLines } from './log_lines';
import styles from './log_view.module.css';
import { filterable, severities } from './severity';

interface Props {
  evidenceId: string;
  lines: number;
  /** The lines that the URL names: "408-418,420". */
  marked: string;
  onMark: (lines: string) => void;
}

const nothing: Sought = { words: '', kind: 'text', severity: '' };

/** One file: its lines, search in them, and marks that the URL keeps. */
export function LogView({ evidenceId, lines, marked, onMark }: Props) {
  const [typed, setTyped] = useState(nothing);
  const [sought, setSought] = useState(nothing);
  const [seesHits, setSeesHits] = useState(false);
  const searchBox = useRef<HTMLInputElement>(null);
  const ranges = useMemo(() => rangesOf(marked), [marked]);

  useEffect(() => {
    const timer = setTimeout(() => (setSought(typed), setSeesHits(isSought(typed))), searchPauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  // Whoever follows a citation wants to see its lines, not those of a search.
  const [seen, setSeen] = useState(marked);
  if (seen !== marked) {
    setSeen(marked);
    setSeesHits(false);
  }

  const pick = useCallback(
    (number: number, extend = false) => {
      const start = ranges[0]?.first;
      onMark(extend && start ? textOf({ first: Math.min(start, number), last: Math.max(start, number) }) : String(number));
      setSeesHits(false);
    },
    [ranges, onMark],
  );
  const commands = useMemo<Command[]>(
    () => [
      { id: 'log-search', title: 'Search in the file', group: 'Case', key: '/', run: () => searchBox.current?.select() },
      { id: 'log-hits', title: 'Show the lines found', group: 'Case', key: 'f', run: () => setSeesHits(isSought(sought)) },
    ],
    [sought],
  );
  useCommands(commands);

  return (
    <div className={styles.view}>
      <div className={styles.tools} role="search">
        <input
          ref={searchBox}
          type="search"
          className={styles.search}
          value={typed.words}
          onChange={(e) => setTyped({ ...typed, words: e.target.value })}
          onKeyDown={(e) => e.key === 'Escape' && e.currentTarget.blur()}
          placeholder="Search in this file  /"
          aria-label="Search in this file"
        />
        <label className={styles.option}>
          <input
            type="checkbox"
            checked={typed.kind === 'regex'}
            onChange={(e) => setTyped({ ...typed, kind: e.target.checked ? 'regex' : 'text' })}
          />
          Regex
        </label>
        <select
          className={styles.select}
          aria-label="Severity"
          value={typed.severity}
          onChange={(e) => setTyped({ ...typed, severity: e.target.value as Severity | '' })}
        >
          <option value="">Any severity</option>
          {filterable.map((s) => (
            <option key={s} value={s}>
              {severities[s].word} or worse
            </option>
          ))}
        </select>
        {isSought(sought) && !seesHits && (
          <Button small onClick={() => setSeesHits(true)}>
            Lines found
          </Button>
        )}
        {seesHits && (
          <Button small onClick={() => setSeesHits(false)}>
            Whole file
          </Button>
        )}
      </div>
      {seesHits ? (
        <LogHits evidenceId={evidenceId} sought={sought} onPick={pick} />
      ) : (
        <LogLines evidenceId={evidenceId} lines={lines} marked={ranges} sought={sought.kind === 'text' ? sought.words : ''} onPick={pick} />
      )}
    </div>
  );
}
