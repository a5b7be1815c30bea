// The parts of an answer: what is said first, and the sections behind it. Pure.
export interface Section {
  title: string;
  body: string;
}

export function sectionsOf(markdown: string): { head: string; sections: Section[] } {
  let fenced = false;
  const head: string[] = [];
  const sections: { title: string; lines: string[] }[] = [];
  for (const line of markdown.split('\n')) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    const title = fenced ? null : /^### (.+)$/.exec(line);
    if (title) sections.push({ title: title[1] ?? '', lines: [] });
    else (sections.at(-1)?.lines ?? head).push(line);
  }
  return { head: head.join('\n'), sections: sections.map((s) => ({ title: s.title, body: s.lines.join('\n') })) };
}
