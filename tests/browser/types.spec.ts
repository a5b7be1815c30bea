// The types of the dashboard are made from openapi.json; here it is compared with what the program says of itself.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from './program';

test('openapi.json of the dashboard is that of the program', ({ program }) => {
  const script = fileURLToPath(new URL('../../web/dashboard/scripts/openapi.mjs', import.meta.url));
  execFileSync('node', [script, `${program.url}/openapi.json`, '--check'], { stdio: 'pipe' });
});
