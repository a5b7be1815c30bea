// Files on their way to a case: a few at a time, each with its progress; those that failed can be tried again.
import { sayWhy } from '@/api/problem';
import { uploadEvidence } from '@/api/upload';

export interface Upload {
  id: number;
  caseId: string;
  file: File;
  state: 'waiting' | 'sending' | 'sent' | 'failed';
  /** Sent so far, 0 to 1. */
  share: number;
  why: string;
  stop: AbortController;
}

const atOnce = 3;
let uploads: Upload[] = [];
let numbers = 0;
const listeners = new Set<() => void>();
const ended = new Map<string, () => void>();

export const currentUploads = () => uploads;
export function onUploads(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(id: number, change: Partial<Upload>) {
  uploads = uploads.map((u) => (u.id === id ? { ...u, ...change } : u));
  for (const listener of listeners) listener();
}

function pump() {
  for (const next of uploads.filter((u) => u.state === 'waiting')) {
    if (uploads.filter((u) => u.state === 'sending').length >= atOnce) return;
    set(next.id, { state: 'sending', share: 0, why: '' });
    uploadEvidence(next.caseId, next.file, (share) => set(next.id, { share }), next.stop.signal)
      .then(
        () => {
          set(next.id, { state: 'sent', share: 1 });
          ended.get(next.caseId)?.();
          dismiss(next.id);
        },
        (error: unknown) => set(next.id, { state: 'failed', why: sayWhy(error) }),
      )
      .finally(pump);
  }
}

/** `sent` is called after each file that has arrived. */
export function addUploads(caseId: string, files: File[], sent: () => void) {
  ended.set(caseId, sent);
  uploads = [
    ...uploads,
    ...files.map((file): Upload => ({ id: ++numbers, caseId, file, state: 'waiting', share: 0, why: '', stop: new AbortController() })),
  ];
  for (const listener of listeners) listener();
  pump();
}

export function retryUpload(id: number) {
  set(id, { state: 'waiting', stop: new AbortController() });
  pump();
}

export function dismiss(id: number) {
  uploads.find((u) => u.id === id)?.stop.abort();
  uploads = uploads.filter((u) => u.id !== id);
  for (const listener of listeners) listener();
}
