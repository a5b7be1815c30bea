import { describe, expect, it } from 'vitest';
import { rowPixels } from './limits';
import { heightOf, isScaled, lineAt, topOf } from './scroll_map';

const view = 700;

describe('the map from the scroll bar to lines', () => {
  it.each([1, 10, 1_000, 1_000_000, 100_000_000])('reaches the first and the last of %i lines', (lines) => {
    expect(lineAt(0, lines, view)).toBe(0);
    const bottom = Math.max(0, heightOf(lines) - view);
    expect(lineAt(bottom, lines, view)).toBeCloseTo(Math.max(0, lines - view / rowPixels), 3);
  });
  it.each([5_000, 1_000_000, 100_000_000])('finds each line of %i again', (lines) => {
    for (const line of [0, 17, lines / 2, lines - 100]) expect(lineAt(topOf(line, lines, view), lines, view)).toBeCloseTo(line, 2);
  });
  it('never makes a page that a browser cannot scroll', () => {
    expect(heightOf(100_000_000)).toBeLessThan(16_000_000);
    expect(isScaled(100_000)).toBe(false);
    expect(isScaled(1_000_000)).toBe(true);
  });
});
