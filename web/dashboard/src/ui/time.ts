// Times as people read them: in the viewer's zone, relative where that says more, UTC on hover.
const steps: [number, Intl.RelativeTimeFormatUnit][] = [
  [60, 'second'],
  [60, 'minute'],
  [24, 'hour'],
  [30, 'day'],
  [12, 'month'],
  [Infinity, 'year'],
];
const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' });

/** "3 min. ago"; seconds are not counted. */
export function relativeTime(iso: string, now = Date.now()): string {
  let amount = (Date.parse(iso) - now) / 1000;
  if (Math.abs(amount) < 45) return 'just now';
  for (const [size, unit] of steps) {
    if (Math.abs(amount) < size) return words.format(Math.round(amount), unit);
    amount /= size;
  }
  return iso;
}

const local = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
export const localTime = (iso: string) => local.format(new Date(iso));
export const utcTime = (iso: string) => `${iso.replace(/(\.\d{3})\d*Z$/, '$1Z').replace('T', ' ').replace('Z', '')} UTC`;
