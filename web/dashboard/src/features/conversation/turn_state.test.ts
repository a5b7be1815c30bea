import { expect, it } from 'vitest';
import { heard, nothingYet } from './turn_state';

const after = (...events: [string, unknown][]) =>
  events.reduce((s, [kind, data]) => heard(s, { id: '', kind, data: JSON.stringify(data) }), nothingYet);

it('knows what a turn has done so far', () => {
  const s = after(
    ['begun', { question_id: 'q', job_id: 'j' }],
    ['stage', { stage: 'reason' }],
    ['tool', { state: 'begun', tool: 'search_evidence', arguments: '{}' }],
    ['tool', { state: 'begun', tool: 'read_lines', arguments: '{}' }],
    ['tool', { state: 'ended', tool: 'search_evidence', arguments: '{}', shown: 2, total: 9 }],
    ['token', { text: 'The disk is full [E1:L3].' }],
  );
  expect(s).toMatchObject({ questionId: 'q', jobId: 'j', stage: 'reason', said: ['The disk is full [E1:L3].'] });
  expect(s.tools).toMatchObject([
    { tool: 'search_evidence', ended: true, shown: 2, total: 9 },
    { tool: 'read_lines', ended: false },
  ]);
});

it('knows how a turn ended', () => {
  expect(after(['done', { agent_response: 'x' }]).answer).toMatchObject({ agent_response: 'x' });
  expect(after(['failed', { text: 'cancelled' }])).toMatchObject({ ended: 'failed', failure: 'cancelled' });
  expect(after(['something new', {}])).toEqual(nothingYet);
});
