// Which rows of a long list are drawn. Pure but for the hook.
import { useLayoutEffect, useState, type RefObject } from 'react';

export interface Window {
  first: number;
  /** One past the last. */
  end: number;
}

/** The rows that a viewport shows, and some beyond. */
export function windowOf(top: number, height: number, row: number, count: number, beyond = 10): Window {
  const first = Math.max(0, Math.floor(top / row) - beyond);
  return { first, end: Math.min(count, Math.ceil((top + height) / row) + beyond) };
}

/** Follows the scrolling of `box`. */
export function useViewport(box: RefObject<HTMLElement | null>): { top: number; height: number } {
  const [view, setView] = useState({ top: 0, height: 800 });
  useLayoutEffect(() => {
    const at = box.current;
    if (!at) return;
    const look = () => setView({ top: at.scrollTop, height: at.clientHeight });
    look();
    at.addEventListener('scroll', look, { passive: true });
    const sizes = new ResizeObserver(look);
    sizes.observe(at);
    return () => {
      at.removeEventListener('scroll', look);
      sizes.disconnect();
    };
  }, [box]);
  return view;
}
