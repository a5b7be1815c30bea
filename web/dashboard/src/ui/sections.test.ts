import { expect, it } from 'vitest';
import { sectionsOf } from './sections';

it('parts what is said first from the sections behind it', () => {
  const parts = sectionsOf('It is full.\n\n### Hypotheses\n\n1. disk\n\n### Notes\n\nnone');
  expect(parts.head.trim()).toBe('It is full.');
  expect(parts.sections.map((s) => [s.title, s.body.trim()])).toEqual([
    ['Hypotheses', '1. disk'],
    ['Notes', 'none'],
  ]);
});

it('leaves code alone', () => {
  expect(sectionsOf('```\n### no title\n```').sections).toEqual([]);
});
