import { expect, it } from 'vitest';
import { citeOf, points } from './trail';

const id = '01a22bc2-e0cf-7d4f-9209-6155a327f8fc';
const refs = new Map([[id, 'E1']]);

it('reads what a hypothesis rests on', () => {
  expect(citeOf(`${id}:242-242,246-248+6`, refs)).toEqual({ file: 'E1', lines: '242,246-248', more: 6 });
  expect(citeOf(id, refs)).toEqual({ file: 'E1', lines: '', more: 0 });
  expect(citeOf('something that a user wrote', refs)).toBeNull();
  expect(citeOf('11111111-e0cf-7d4f-9209-6155a327f8fc:1-1', refs)).toBeNull();
});

it('draws a likelihood over turns', () => {
  expect(points([[1, 0.5], [2, 1]], 60, 20)).toBe('0,10 60,0');
  expect(points([[1, 0]], 60, 20)).toBe('30,20');
});
