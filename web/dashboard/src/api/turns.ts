// A turn of the investigation, told while it runs; a stream that breaks is taken up where it was.
import { authorised } from './client';
import { readEvents, type ServerEvent } from './events';
import { Problem, problemOf } from './problem';

const again = 1_000;
const mostTries = 60;
const last = new Set(['done', 'failed']);

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((go) => {
    const timer = setTimeout(go, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), go()), { once: true });
  });
}

export interface Asked {
  caseId: string;
  message: string;
  /** The same for each try, so that a question is asked once. */
  key: string;
}

const asks = (q: Asked, signal: AbortSignal) =>
  new Request(`${window.location.origin}/api/v1/cases/${q.caseId}/queries`, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json', 'idempotency-key': q.key },
    body: JSON.stringify({ message: q.message }),
    signal,
  });

const goesOn = (questionId: string, seen: string, signal: AbortSignal) =>
  new Request(`${window.location.origin}/api/v1/agent/turns/${questionId}/events`, {
    headers: seen ? { accept: 'text/event-stream', 'last-event-id': seen } : { accept: 'text/event-stream' },
    signal,
  });

/** Tells each event once, until the turn has ended, is forgotten, or `signal` says stop. */
export async function followTurn(from: Asked | string, tell: (e: ServerEvent) => void, signal: AbortSignal) {
  let questionId = typeof from === 'string' ? from : '';
  let seen = '';
  let ended = false;
  const hear = (event: ServerEvent) => {
    if (event.id) seen = event.id;
    if (event.kind === 'begun') questionId = (JSON.parse(event.data) as { question_id: string }).question_id;
    if (last.has(event.kind)) ended = true;
    tell(event);
  };
  for (let tries = 0; !ended && !signal.aborted; ++tries) {
    if (tries > 0) await wait(again, signal);
    if (signal.aborted) return;
    try {
      const request = questionId || typeof from === 'string' ? goesOn(questionId, seen, signal) : asks(from, signal);
      const response = await authorised(request);
      // A turn that the server has forgotten has its answer among the messages.
      if (response.status === 404 && questionId) return;
      if (response.status === 503 && tries < mostTries) continue;
      if (!response.ok) throw await problemOf(response);
      await readEvents(response, hear);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Problem || tries >= mostTries) throw error;
    }
  }
}
