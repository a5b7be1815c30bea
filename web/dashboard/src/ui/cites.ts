// Citations in answers: "[E2:L408-L409,L416,…]". Pure.
export interface Cite {
  /** "E2" */
  file: string;
  /** "408-409,416" */
  lines: string;
}
export type Piece = string | (Cite & { text: string });

const citation = /\[(E\d+):((?:L\d+(?:-L\d+)?,?)+)(?:…)?\]/g;

/** A text cut into words and citations. */
export function piecesOf(text: string): Piece[] {
  const out: Piece[] = [];
  let at = 0;
  for (const found of text.matchAll(citation)) {
    if (found.index > at) out.push(text.slice(at, found.index));
    out.push({ file: found[1] ?? '', lines: (found[2] ?? '').replaceAll('L', '').replace(/,$/, ''), text: found[0].slice(1, -1) });
    at = found.index + found[0].length;
  }
  if (at < text.length) out.push(text.slice(at));
  return out;
}

export interface Range {
  first: number;
  last: number;
}

/** "408-409,416" as ranges; what is none is left out. */
export function rangesOf(lines: string): Range[] {
  return lines.split(',').flatMap((part) => {
    const [a, b] = part.split('-').map(Number);
    if (!a || !Number.isSafeInteger(a)) return [];
    const last = b && Number.isSafeInteger(b) ? b : a;
    return [{ first: Math.min(a, last), last: Math.max(a, last) }];
  });
}

export const isIn = (ranges: Range[], line: number) => ranges.some((r) => r.first <= line && line <= r.last);
export const textOf = (r: Range) => (r.first === r.last ? String(r.first) : `${r.first}-${r.last}`);
