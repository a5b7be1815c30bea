import { useEffect, useRef } from 'react';
import type { NumberedFile, UploadedFile } from '@/api/case_data';
import { counted } from '@/ui/amount';
import styles from './evidence.module.css';

interface Props {
  files: NumberedFile[];
  /** Uploads that have no lines: those that are being read, and those that cannot be. */
  others: UploadedFile[];
  chosen: string;
  onChoose: (ref: string) => void;
}

const stateText = (f: UploadedFile) =>
  f.status === 'failed' ? (f.problem ?? 'could not be read') : f.status === 'processed' ? (f.problem ?? 'no text') : 'being read…';

export function FileTabs({ files, others, chosen, onChoose }: Props) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [chosen]);
  return (
    <ul ref={list} className={styles.files} aria-label="Files">
      {files.map((f) => (
        <li key={f.ref}>
          <button
            type="button"
            className={styles.file}
            aria-pressed={f.ref === chosen}
            onClick={() => onChoose(f.ref)}
            title={[f.filename, f.format, f.same_as && `the same as ${f.same_as}`].filter(Boolean).join(' · ')}
          >
            <span className={styles.ref}>{f.ref}</span>
            <span className={styles.name}>{f.filename}</span>
            {f.lines > 0 && <span className={styles.size}>{counted(f.lines, 'line')}</span>}
          </button>
        </li>
      ))}
      {others.map((f) => (
        <li key={f.file_id} className={styles.other} title={stateText(f)}>
          <span className={styles.name}>{f.filename}</span>
          <span className={styles.size}>{stateText(f)}</span>
        </li>
      ))}
    </ul>
  );
}
