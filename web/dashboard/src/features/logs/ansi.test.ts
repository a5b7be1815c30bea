import { expect, it } from 'vitest';
import { cutAt, plain } from './ansi';

it('shows lines without colours and with what is hidden', () => {
  expect(plain('\u001b[31mERROR\u001b[0m disk')).toBe('ERROR disk');
  expect(plain('a\u202eb\u0000c')).toBe('a\\u202eb\\u0000c');
  expect(plain('\u001b]0;title\u0007x')).toBe('x');
});

it('cuts at hits whatever their case', () => {
  expect(cutAt('An Error, error!', 'error')).toEqual(['An ', 'Error', ', ', 'error', '!']);
  expect(cutAt('<b>', '<')).toEqual(['', '<', 'b>']);
  expect(cutAt('x', '')).toEqual(['x']);
});
