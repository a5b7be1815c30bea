// An upload with its progress, which fetch does not tell.
import type { Schemas } from './client';
import { Problem } from './problem';
import { bearer } from './session';

export async function uploadEvidence(
  caseId: string,
  file: File,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<Schemas['Evidence']> {
  const token = await bearer();
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/cases/${caseId}/evidence`);
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.responseType = 'json';
    request.upload.onprogress = (e) => e.lengthComputable && progress(e.loaded / e.total);
    request.onerror = () => fail(new Problem(0, 'The server cannot be reached.'));
    request.onabort = () => fail(new Problem(0, 'Cancelled.'));
    request.onload = () => {
      if (request.status < 300) return done(request.response as Schemas['Evidence']);
      const detail = (request.response as { detail?: unknown } | null)?.detail;
      fail(new Problem(request.status, typeof detail === 'string' ? detail : `Status ${request.status}`));
    };
    signal.addEventListener('abort', () => request.abort(), { once: true });
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}
