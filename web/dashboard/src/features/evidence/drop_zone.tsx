import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { caseKey } from '@/api/case_data';
import { fileOfText, filesOf } from './dropped_files';
import styles from './evidence.module.css';
import { addUploads } from './upload_queue';

const holdsFiles = (e: DragEvent) => e.dataTransfer?.types.includes('Files') ?? false;
const isTyping = (at: EventTarget | null) => at instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName);

/** Adds files to a case, and shows them. */
export function useAddFiles(caseId: string) {
  const queries = useQueryClient();
  return (files: File[]) =>
    addUploads(caseId, files, () => void queries.invalidateQueries({ queryKey: caseKey(caseId) }));
}

/** What is dropped anywhere on the page, or pasted outside of a text field, becomes evidence. */
export function DropZone({ caseId, closed, children }: { caseId: string; closed: boolean; children: ReactNode }) {
  const [over, setOver] = useState(false);
  const queries = useQueryClient();
  useEffect(() => {
    if (closed) return;
    const add = (files: File[]) =>
      files.length > 0 && addUploads(caseId, files, () => void queries.invalidateQueries({ queryKey: caseKey(caseId) }));
    const drag = (e: DragEvent) => {
      if (!holdsFiles(e)) return;
      e.preventDefault();
      setOver(true);
    };
    const leave = (e: DragEvent) => e.relatedTarget === null && setOver(false);
    const drop = (e: DragEvent) => {
      setOver(false);
      if (!holdsFiles(e) || !e.dataTransfer) return;
      e.preventDefault();
      void filesOf(e.dataTransfer).then(add);
    };
    const paste = (e: ClipboardEvent) => {
      if (!e.clipboardData) return;
      const files = [...e.clipboardData.files];
      const text = e.clipboardData.getData('text/plain');
      if (files.length > 0) add(files);
      else if (!isTyping(e.target) && text.trim()) add([fileOfText(text)]);
      else return;
      e.preventDefault();
    };
    window.addEventListener('dragover', drag);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    window.addEventListener('paste', paste);
    return () => {
      window.removeEventListener('dragover', drag);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
      window.removeEventListener('paste', paste);
    };
  }, [caseId, closed, queries]);
  return (
    <>
      {children}
      {over && <div className={styles.over}>Drop to add to the evidence</div>}
    </>
  );
}
