const pauseMs = 1_500;

/** Waits until the server answers. */
export async function serverAnswers(signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const answer = await fetch('/health/live', { signal }).catch(() => null);
    if (answer?.ok) return true;
    await new Promise((go) => setTimeout(go, pauseMs));
  }
  return false;
}
