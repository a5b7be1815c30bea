// Lines as they are shown: without the sequences that colour a terminal, and with what cannot be seen made
// visible. Pure.
const sequences = /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g;
// Control characters, and those that turn the direction of text around.
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

export function plain(line: string): string {
  return line.replace(sequences, '').replace(unseen, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A text cut where it holds what was searched for; each second piece is a hit. */
export function cutAt(text: string, sought: string): string[] {
  if (!sought) return [text];
  const out: string[] = [];
  const lower = text.toLowerCase();
  const wanted = sought.toLowerCase();
  // Letters whose lower case has another length would move the borders.
  if (lower.length !== text.length) return [text];
  let at = 0;
  for (let hit = lower.indexOf(wanted); hit >= 0; hit = lower.indexOf(wanted, at)) {
    out.push(text.slice(at, hit), text.slice(hit, hit + wanted.length));
    at = hit + wanted.length;
  }
  out.push(text.slice(at));
  return out;
}
