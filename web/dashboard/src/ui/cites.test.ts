import { expect, it } from 'vitest';
import { isIn, piecesOf, rangesOf } from './cites';

it('finds citations in a text', () => {
  expect(piecesOf('full [E1:L242,L246,…], then [E2:L408-L409] and [K1] or [E3]')).toEqual([
    'full ',
    { file: 'E1', lines: '242,246', text: 'E1:L242,L246,…' },
    ', then ',
    { file: 'E2', lines: '408-409', text: 'E2:L408-L409' },
    ' and [K1] or [E3]',
  ]);
});

it('reads lines of URLs, whatever they are', () => {
  expect(rangesOf('408-418,420')).toEqual([
    { first: 408, last: 418 },
    { first: 420, last: 420 },
  ]);
  expect(rangesOf('9-3')).toEqual([{ first: 3, last: 9 }]);
  expect(rangesOf('x,0,-1,1e999')).toEqual([]);
  expect(isIn(rangesOf('2-4'), 3)).toBe(true);
  expect(isIn(rangesOf('2-4'), 5)).toBe(false);
});
