// What is known of a turn while it runs. Pure: events in, state out.
import type { Schemas } from '@/api/client';
import type { ServerEvent } from '@/api/events';

export type TurnAnswer = Schemas['TurnAnswerV1'];
export interface ToolUse {
  tool: string;
  arguments: string;
  ended: boolean;
  error?: string;
  shown?: number;
  total?: number;
}
export interface TurnState {
  questionId: string;
  jobId: string;
  stage: string;
  tools: ToolUse[];
  sources: string[];
  notes: string[];
  hypotheses: { statement: string; likelihood: number }[];
  /** Sentences of the answer, as far as they are shown. */
  said: string[];
  ended: '' | 'done' | 'failed';
  answer: TurnAnswer | null;
  failure: string;
}

export const nothingYet: TurnState = {
  questionId: '',
  jobId: '',
  stage: '',
  tools: [],
  sources: [],
  notes: [],
  hypotheses: [],
  said: [],
  ended: '',
  answer: null,
  failure: '',
};

const words: Record<string, string> = {
  wait: 'Waiting for its turn',
  understand: 'Reading the evidence',
  reason: 'Asking the model',
  'reason further': 'Asking the model further',
  check: 'Checking each claim against the lines',
  answer: 'Writing the answer',
};
export const stageText = (stage: string) => words[stage] ?? (stage ? `${stage.charAt(0).toUpperCase()}${stage.slice(1)}` : 'Asking');

type Data = Record<string, unknown>;
const text = (v: unknown) => (typeof v === 'string' ? v : '');
const amount = (v: unknown) => (typeof v === 'number' ? v : undefined);

function withTool(tools: ToolUse[], d: Data): ToolUse[] {
  const one = { tool: text(d.tool), arguments: text(d.arguments) };
  if (d.state === 'begun') return [...tools, { ...one, ended: false }];
  const at = tools.findLastIndex((t) => !t.ended && t.tool === one.tool && t.arguments === one.arguments);
  const ended: ToolUse = { ...one, ended: true, error: text(d.error) || undefined, shown: amount(d.shown), total: amount(d.total) };
  return at < 0 ? [...tools, ended] : tools.with(at, ended);
}

export function heard(s: TurnState, event: ServerEvent): TurnState {
  const d = JSON.parse(event.data) as Data;
  switch (event.kind) {
    case 'begun':
      return { ...s, questionId: text(d.question_id), jobId: text(d.job_id) };
    case 'stage':
      return { ...s, stage: text(d.stage) };
    case 'tool':
      return { ...s, tools: withTool(s.tools, d) };
    case 'source':
      return { ...s, sources: [...s.sources, text(d.path)] };
    case 'warning':
      return { ...s, notes: [...s.notes, text(d.text)] };
    case 'hypothesis':
      return { ...s, hypotheses: [...s.hypotheses, { statement: text(d.statement), likelihood: amount(d.likelihood) ?? 0 }] };
    case 'token':
      return { ...s, said: [...s.said, text(d.text)] };
    case 'done':
      return { ...s, ended: 'done', answer: d as unknown as TurnAnswer };
    case 'failed':
      return { ...s, ended: 'failed', failure: text(d.text) || text(d.message) || text(d.error) || 'The turn failed.' };
    default:
      return s;
  }
}
