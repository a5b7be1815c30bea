import { memo, type MouseEvent } from 'react';
import { cutAt, plain } from './ansi';
import type { Line } from './line_queries';
import styles from './log_view.module.css';
import { severities } from './severity';

interface Props {
  number: number;
  line: Line | undefined;
  marked: boolean;
  sought: string;
  onPick: (number: number, extend: boolean) => void;
}

export const LogRow = memo(function LogRow({ number, line, marked, sought, onPick }: Props) {
  const level = line?.level ?? 'none';
  const { sign, word } = severities[level];
  const pick = (e: MouseEvent) => onPick(number, e.shiftKey);
  return (
    <div className={marked ? `${styles.line} ${styles.marked}` : styles.line} data-line={number} data-level={level}>
      <button type="button" className={styles.number} onClick={pick} tabIndex={-1} aria-label={`Line ${number}`}>
        {number}
      </button>
      <span className={styles.sign} title={word} aria-hidden="true">
        {sign}
      </span>
      {word && level !== 'info' && <span className="visually-hidden">{word}</span>}
      <code className={styles.text}>
        {line
          ? cutAt(plain(line.text), sought).map((piece, i) => (i % 2 ? <mark key={i}>{piece}</mark> : piece))
          : '…'}
        {line?.clipped && <span className={styles.clipped}> … (longer)</span>}
      </code>
    </div>
  );
});
