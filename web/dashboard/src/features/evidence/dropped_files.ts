// The files of a drop or a paste, those in folders included.
const mostFiles = 1_000;

function entriesOf(folder: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((go, fail) => folder.readEntries(go, fail));
}

async function collect(entry: FileSystemEntry, into: File[]): Promise<void> {
  if (into.length >= mostFiles) return;
  if (entry.isFile) {
    into.push(await new Promise<File>((go, fail) => (entry as FileSystemFileEntry).file(go, fail)));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader gives its entries in parts, and nothing at the end.
  for (let part = await entriesOf(reader); part.length > 0; part = await entriesOf(reader))
    for (const one of part) await collect(one, into);
}

/** The entries have to be asked for before the event is over. */
export async function filesOf(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].map((i) => i.webkitGetAsEntry?.()).filter((e) => e != null);
  if (entries.length === 0) return [...data.files];
  const out: File[] = [];
  for (const entry of entries) await collect(entry, out);
  return out;
}

/** Pasted text as a file, named by when it was pasted. */
export function fileOfText(text: string, now = new Date()): File {
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '-');
  return new File([text], `pasted-${stamp}.txt`, { type: 'text/plain' });
}
