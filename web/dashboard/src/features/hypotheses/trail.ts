// What a hypothesis rests on, from how the case keeps it: "ID:242-242,246-246+6". Pure.
import type { Cite } from '@/ui/cites';

export function citeOf(kept: string, refs: Map<string, string>): (Cite & { more: number }) | null {
  const found = /^([0-9a-f-]{36})(?::([\d,-]+)(?:\+(\d+))?)?$/.exec(kept);
  const file = found && refs.get(found[1] ?? '');
  if (!found || !file) return null;
  const lines = (found[2] ?? '').split(',').map((part) => part.replace(/^(\d+)-\1$/, '$1'));
  return { file, lines: lines.join(','), more: Number(found[3] ?? 0) };
}

/** A likelihood over turns as points of a line, in a box of the given size. */
export function points(trajectory: number[][], width: number, height: number): string {
  const last = trajectory.length - 1;
  return trajectory
    .map(([, likelihood], i) => `${last ? (i / last) * width : width / 2},${height - (likelihood ?? 0) * height}`)
    .join(' ');
}
