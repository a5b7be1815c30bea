// From the scroll bar to lines and back, also for files that are longer than a browser scrolls. Pure.
import { mostPixels, rowPixels } from './limits';

export const heightOf = (lines: number) => Math.min(lines * rowPixels, mostPixels);

/** How far the view can be scrolled, in pixels and in lines. */
function reach(lines: number, view: number) {
  return { pixels: Math.max(0, heightOf(lines) - view), lines: Math.max(0, lines - view / rowPixels) };
}

/** The line at the top edge, counted from 0, with its fraction. */
export function lineAt(top: number, lines: number, view: number): number {
  const all = reach(lines, view);
  if (all.pixels <= 0) return 0;
  return Math.min(all.lines, Math.max(0, (top / all.pixels) * all.lines));
}

/** Where to scroll so that a line (counted from 0) is at the top edge. */
export function topOf(line: number, lines: number, view: number): number {
  const all = reach(lines, view);
  if (all.lines <= 0) return 0;
  return Math.min(all.pixels, Math.max(0, (line / all.lines) * all.pixels));
}

/** Whether one pixel of the scroll bar is more than one pixel of text. */
export const isScaled = (lines: number) => lines * rowPixels > mostPixels;
