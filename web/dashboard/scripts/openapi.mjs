// openapi.mjs FILE|URL: takes the server's own OpenAPI document and keeps of it, as openapi.json, what the types
// of the dashboard are made from: the operations below /api/v1 and the schemas that they use, without words for
// people.
import { readFileSync, writeFileSync } from 'node:fs';

const source = process.argv[2];
const document = JSON.parse(
  source.startsWith('http') ? await (await fetch(source)).text() : readFileSync(source, 'utf8'),
);

const words = new Set(['description', 'example', 'examples', 'summary', 'tags']);
function bare(value, inProperties = false) {
  if (Array.isArray(value)) return value.map((one) => bare(one));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => inProperties || !words.has(key))
      .map(([key, one]) => [key, bare(one, key === 'properties')]),
  );
}

const mount = /^\/(api\/)?v1\//;
const paths = Object.fromEntries(
  Object.entries(document.paths)
    .filter(([path]) => mount.test(path))
    .map(([path, item]) => [path, bare(item)]),
);
// A response needs a description, if an empty one.
for (const item of Object.values(paths))
  for (const operation of Object.values(item))
    for (const response of Object.values(operation.responses ?? {}))
      if (!response.$ref) response.description = '';

const components = {};
const open = [paths];
while (open.length > 0)
  for (const [, section, name] of JSON.stringify(open.pop()).matchAll(/"#\/components\/(\w+)\/(\w+)"/g)) {
    components[section] ??= {};
    if (components[section][name]) continue;
    const found = bare(document.components[section][name]);
    if (section === 'responses') found.description = '';
    components[section][name] = found;
    open.push(found);
  }
for (const [section, all] of Object.entries(components))
  components[section] = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));

const kept = { openapi: document.openapi, info: { title: 'FaultMaven', version: '1' }, paths, components };
const text = `${JSON.stringify(kept, null, 1)}\n`;
if (process.argv[3] === '--check') {
  const same = readFileSync(new URL('../openapi.json', import.meta.url), 'utf8') === text;
  if (!same) {
    console.error('openapi.json differs from what the server says: npm run openapi -- URL');
    process.exit(1);
  }
} else {
  writeFileSync(new URL('../openapi.json', import.meta.url), text);
}
