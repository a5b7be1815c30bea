/** Does something when the page has nothing else to do. */
export function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const wish = requestIdleCallback(work, { timeout: 3_000 });
    return () => cancelIdleCallback(wish);
  }
  const timer = setTimeout(work, 1_000);
  return () => clearTimeout(timer);
}
