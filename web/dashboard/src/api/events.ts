// Server-sent events over fetch: EventSource can neither POST nor send a token.
export interface ServerEvent {
  id: string;
  kind: string;
  data: string;
}

/** Cuts a stream of text into events; feed it as the text comes. */
export function eventParser(tell: (event: ServerEvent) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    rest += text;
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
      const block = rest.slice(0, end);
      rest = rest.slice(end + 2);
      const event: ServerEvent = { id: '', kind: 'message', data: '' };
      const data: string[] = [];
      for (const line of block.split('\n')) {
        const colon = line.indexOf(':');
        if (colon <= 0) continue;
        const value = line.slice(colon + 1).replace(/^ /, '');
        const field = line.slice(0, colon);
        if (field === 'id') event.id = value;
        if (field === 'event') event.kind = value;
        if (field === 'data') data.push(value);
      }
      event.data = data.join('\n');
      if (data.length > 0) tell(event);
    }
  };
}

/** Reads a response to its end. */
export async function readEvents(response: Response, tell: (event: ServerEvent) => void): Promise<void> {
  if (!response.body) return;
  const parse = eventParser(tell);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    parse(value);
  }
}
