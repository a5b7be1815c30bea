import { useCallback, useEffect, useRef } from 'react';
import { sayWhy } from '@/api/problem';
import { Button } from '@/ui/button';
import { isIn, type Range } from '@/ui/cites';
import { Trouble } from '@/ui/notice';
import { useViewport } from '@/ui/windowed';
import { beyondLines, linesAbove, rowPixels } from './limits';
import { useLines } from './line_windows';
import { LogRow } from './log_row';
import styles from './log_view.module.css';
import { heightOf, isScaled, lineAt, topOf } from './scroll_map';

interface Props {
  evidenceId: string;
  lines: number;
  marked: Range[];
  sought: string;
  onPick: (number: number, extend: boolean) => void;
}

/** The whole file, of which the lines around the view are there. */
export function LogLines({ evidenceId, lines, marked, sought, onPick }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const view = useViewport(box);
  const at = lineAt(view.top, lines, view.height);
  const first = Math.max(0, Math.floor(at) - beyondLines);
  const end = Math.min(lines, Math.ceil(at + view.height / rowPixels) + beyondLines);
  const { lines: there, error, retry } = useLines(evidenceId, first, end);

  // A link to lines shows them, and a click on one that is seen already moves nothing.
  const target = marked[0]?.first ?? 0;
  const shown = useRef({ evidenceId: '', target: 0 });
  useEffect(() => {
    const list = box.current;
    if (!list || !target || (shown.current.evidenceId === evidenceId && shown.current.target === target)) return;
    shown.current = { evidenceId, target };
    const now = lineAt(list.scrollTop, lines, list.clientHeight);
    const seen = target - 1 >= now && target <= now + list.clientHeight / rowPixels;
    if (!seen) list.scrollTop = topOf(Math.max(0, target - 1 - linesAbove), lines, list.clientHeight);
  }, [evidenceId, target, lines]);

  const move = useCallback(
    (by: number) => {
      const list = box.current;
      if (list) list.scrollTop = topOf(lineAt(list.scrollTop, lines, list.clientHeight) + by, lines, list.clientHeight);
    },
    [lines],
  );
  // Where the scroll bar is a map, a turn of the wheel is still some lines and not some thousands.
  useEffect(() => {
    const list = box.current;
    if (!list || !isScaled(lines)) return;
    const turn = (e: WheelEvent) => (e.preventDefault(), move(e.deltaY / rowPixels));
    list.addEventListener('wheel', turn, { passive: false });
    return () => list.removeEventListener('wheel', turn);
  }, [lines, move]);

  return (
    <>
      {error && <Trouble action={<Button small onClick={retry}>Try again</Button>}>{sayWhy(error)}</Trouble>}
      <div ref={box} className={styles.lines} tabIndex={0} role="region" aria-label="Lines of the file">
        <div style={{ height: heightOf(lines) }}>
          <div className={styles.window} style={{ height: Math.min(view.height, heightOf(lines)) }}>
            <div style={{ transform: `translateY(${(first - at) * rowPixels}px)` }}>
              {Array.from({ length: end - first }, (_, i) => first + i + 1).map((n) => (
                <LogRow key={n} number={n} line={there.get(n)} marked={isIn(marked, n)} sought={sought} onPick={onPick} />
              ))}
            </div>
          </div>
        </div>
      </div>
    </>
  );
}
