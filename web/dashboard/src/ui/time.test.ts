import { expect, it } from 'vitest';
import { bytesText, counted } from './amount';
import { relativeTime, utcTime } from './time';

it('says times and amounts as people do', () => {
  const now = Date.parse('2026-03-17T12:00:00Z');
  expect(relativeTime('2026-03-17T11:59:30Z', now)).toBe('just now');
  expect(relativeTime('2026-03-17T11:48:00Z', now)).toMatch(/12\s?m/);
  expect(relativeTime('2026-03-15T12:00:00Z', now)).toMatch(/2\s?d/);
  expect(utcTime('2026-03-17T11:48:00.123456Z')).toBe('2026-03-17 11:48:00.123 UTC');
  expect(bytesText(1536)).toBe('1.5 KB');
  expect(counted(1, 'line')).toBe('1 line');
  expect(counted(12_345, 'line')).toBe('12,345 lines');
});
