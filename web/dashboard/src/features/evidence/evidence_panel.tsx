import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import { caseFiles, caseKey, uploadedFiles, type NumberedFile } from '@/api/case_data';
import { sayWhy } from '@/api/problem';
import { Button } from '@/ui/button';
import { Empty, Loading, Trouble } from '@/ui/notice';
import { useAddFiles } from './drop_zone';
import styles from './evidence.module.css';
import { FileTabs } from './file_tabs';
import { UploadList } from './upload_list';

interface Props {
  caseId: string;
  closed: boolean;
  chosen: string;
  onChoose: (ref: string) => void;
  /** Shows a file; which feature does that is for the page to say. */
  show: (file: NumberedFile) => ReactNode;
}

/** The files of a case: adding, choosing, looking. */
export function EvidencePanel({ caseId, closed, chosen, onChoose, show }: Props) {
  const files = useQuery(caseFiles(caseId));
  const uploads = useQuery(uploadedFiles(caseId));
  const queries = useQueryClient();
  const add = useAddFiles(caseId);
  const picker = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);

  // When a file has been read its lines are known, and so is what the case knows of it.
  const open = uploads.data?.filter((u) => u.status === 'pending' || u.status === 'processing').length ?? 0;
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: [...caseKey(caseId), 'files'] });
  }, [open, caseId, queries]);
  useEffect(() => folder.current?.setAttribute('webkitdirectory', ''), []);

  const all = files.data ?? [];
  const file = all.find((f) => f.ref === chosen) ?? all[0];
  const known = new Set(all.map((f) => f.evidence_id));
  const others = (uploads.data ?? []).filter((u) => !known.has(u.file_id));
  const error = files.error ?? uploads.error;
  const pick = (list: FileList | null, box: HTMLInputElement) => {
    if (list) add([...list]);
    box.value = '';
  };
  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        <FileTabs files={all} others={others} chosen={file?.ref ?? ''} onChoose={onChoose} />
        {!closed && (
          <span className={styles.adds}>
            <Button small onClick={() => picker.current?.click()}>
              + Files
            </Button>
            <Button small onClick={() => folder.current?.click()}>
              + Folder
            </Button>
          </span>
        )}
        <input ref={picker} type="file" multiple hidden aria-label="Add files" onChange={(e) => pick(e.target.files, e.target)} />
        <input ref={folder} type="file" multiple hidden aria-label="Add a folder" onChange={(e) => pick(e.target.files, e.target)} />
      </div>
      <UploadList caseId={caseId} />
      {error && (
        <Trouble action={<Button small onClick={() => (void files.refetch(), void uploads.refetch())}>Try again</Button>}>{sayWhy(error)}</Trouble>
      )}
      {files.isLoading ? (
        <Loading />
      ) : !file ? (
        <Empty title="No evidence yet">
          <p>Drop files or folders anywhere on this page, paste text, or add them here: logs of any kind, gzip too, manifests, configuration, the output of commands.</p>
        </Empty>
      ) : file.lines === 0 ? (
        <Loading>{file.filename} is being read…</Loading>
      ) : (
        show(file)
      )}
    </div>
  );
}
