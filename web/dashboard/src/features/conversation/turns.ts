// The turns that run, by case: they go on when the page of their case is left, and are found again.
import { api } from '@/api/client';
import { sayWhy } from '@/api/problem';
import { followTurn, type Asked } from '@/api/turns';
import { heard, nothingYet, type TurnState } from './turn_state';

export interface LiveTurn extends TurnState {
  question: string;
  trouble: string;
}
interface Kept {
  turn: LiveTurn;
  stop: AbortController;
}

const running = new Map<string, Kept>();
const listeners = new Set<() => void>();
const jobKey = (caseId: string) => `fm-job-${caseId}`;

export const liveTurn = (caseId: string): LiveTurn | null => running.get(caseId)?.turn ?? null;
export function onTurns(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(caseId: string, kept: Kept | null) {
  if (kept) running.set(caseId, kept);
  else running.delete(caseId);
  for (const listener of listeners) listener();
}

export function forget(caseId: string) {
  sessionStorage.removeItem(jobKey(caseId));
  change(caseId, null);
}

async function follow(caseId: string, question: string, from: Asked | string, ended: () => Promise<unknown>) {
  const stop = new AbortController();
  const known = typeof from === 'string' ? { questionId: from, jobId: sessionStorage.getItem(jobKey(caseId)) ?? '' } : {};
  let turn: LiveTurn = { ...nothingYet, ...known, question, trouble: '' };
  const tell = (next: LiveTurn) => {
    turn = next;
    if (running.get(caseId)?.stop === stop) change(caseId, { turn, stop });
  };
  change(caseId, { turn, stop });
  try {
    await followTurn(
      from,
      (event) => {
        tell({ ...turn, ...heard(turn, event) });
        if (event.kind === 'begun') sessionStorage.setItem(jobKey(caseId), turn.jobId);
      },
      stop.signal,
    );
    await ended();
    if (running.get(caseId)?.stop === stop && !turn.failure) forget(caseId);
  } catch (error) {
    tell({ ...turn, trouble: sayWhy(error) });
  }
}

/** Asks a question of a case, and follows what becomes of it. `ended` loads its answer. */
export function askTurn(caseId: string, message: string, ended: () => Promise<unknown>) {
  return follow(caseId, message, { caseId, message, key: `ask_${crypto.randomUUID()}` }, ended);
}

/** Follows a turn that began before this page was opened. */
export function resumeTurn(caseId: string, questionId: string, question: string, ended: () => Promise<unknown>) {
  if (!running.has(caseId)) void follow(caseId, question, questionId, ended);
}

export async function cancelTurn(caseId: string): Promise<void> {
  const kept = running.get(caseId);
  if (!kept) return;
  if (!kept.turn.jobId) {
    kept.stop.abort();
    forget(caseId);
    return;
  }
  await api.POST('/api/v1/jobs/{job_id}/cancel', { params: { path: { job_id: kept.turn.jobId } } });
}
