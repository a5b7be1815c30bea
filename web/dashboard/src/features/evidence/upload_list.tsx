import { useSyncExternalStore } from 'react';
import { bytesText } from '@/ui/amount';
import { Button } from '@/ui/button';
import styles from './evidence.module.css';
import { currentUploads, dismiss, onUploads, retryUpload } from './upload_queue';

/** The files of a case that are on their way. */
export function UploadList({ caseId }: { caseId: string }) {
  const uploads = useSyncExternalStore(onUploads, currentUploads).filter((u) => u.caseId === caseId);
  if (uploads.length === 0) return null;
  return (
    <ul className={styles.uploads} aria-label="Uploads">
      {uploads.map((u) => (
        <li key={u.id} className={styles.upload}>
          <span className={styles.name}>{u.file.name}</span>
          {u.state === 'failed' ? (
            <span className={styles.why}>{u.why}</span>
          ) : (
            <progress value={u.share} aria-label={`Upload of ${u.file.name}`} />
          )}
          <span className={styles.size}>{bytesText(u.file.size)}</span>
          {u.state === 'failed' && (
            <Button small onClick={() => retryUpload(u.id)}>
              Try again
            </Button>
          )}
          <Button small kind="quiet" onClick={() => dismiss(u.id)} aria-label={`Cancel ${u.file.name}`}>
            ✕
          </Button>
        </li>
      ))}
    </ul>
  );
}
