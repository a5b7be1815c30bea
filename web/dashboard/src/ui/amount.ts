// Numbers with their units.
const units = ['B', 'KB', 'MB', 'GB', 'TB'];

export function bytesText(bytes: number): string {
  let i = 0;
  for (; bytes >= 1024 && i < units.length - 1; ++i) bytes /= 1024;
  return `${bytes >= 10 || i === 0 ? Math.round(bytes) : bytes.toFixed(1)} ${units[i]}`;
}

export const countText = (n: number) => n.toLocaleString('en');
export const counted = (n: number, one: string, many = `${one}s`) => `${countText(n)} ${n === 1 ? one : many}`;
