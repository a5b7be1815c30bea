// Every action that a key or the palette can start is data in one list; palette, key help and the listener are
// views of it.
export interface Command {
  id: string;
  title: string;
  group: string;
  /** "j", "?", "Enter", "mod+k", or a sequence "g c". */
  key?: string;
  /** Also while somebody types. */
  whileTyping?: boolean;
  run: () => void;
}

let lists: Command[][] = [];
let all: Command[] = [];
const listeners = new Set<() => void>();

export function addCommands(list: Command[]): () => void {
  lists = [...lists, list];
  changed();
  return () => {
    lists = lists.filter((l) => l !== list);
    changed();
  };
}

function changed() {
  all = lists.flat();
  for (const listener of listeners) listener();
}

export const currentCommands = () => all;

export function onCommands(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Keys that more than one command claims; such a key starts none of them. */
export function clashes(commands: Command[]): string[] {
  const seen = new Map<string, number>();
  for (const c of commands) if (c.key) seen.set(c.key, (seen.get(c.key) ?? 0) + 1);
  return [...seen].filter(([, n]) => n > 1).map(([key]) => key);
}
