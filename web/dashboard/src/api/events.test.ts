import { expect, it } from 'vitest';
import { eventParser, type ServerEvent } from './events';

const stream = 'retry: 2000\n\nevent: begun\ndata: {"a":1}\n\n: still at work\n\nid: 4\nevent: done\ndata: x\ndata: y\n\n';

it.each([1, 2, 7, 1_000])('reads events that come in pieces of %i characters', (size) => {
  const heard: ServerEvent[] = [];
  const parse = eventParser((e) => heard.push(e));
  for (let i = 0; i < stream.length; i += size) parse(stream.slice(i, i + size));
  expect(heard).toEqual([
    { id: '', kind: 'begun', data: '{"a":1}' },
    { id: '4', kind: 'done', data: 'x\ny' },
  ]);
});
