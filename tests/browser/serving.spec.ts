// How the dashboard is served: which paths are pages and for whom, what a browser may run, and how much it loads.
import { gzipSync } from 'node:zlib';
import { expect, signIn, test } from './program';

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';
const someCase = '/cases/0190f6b0-7b1c-7a40-9d2e-0f4b6c1d2e3f';
/** 250 KB compressed, for what the list of cases needs. */
const budget = 250_000;

test.describe('paths', () => {
  for (const path of ['/', '/cases', someCase, `${someCase}?tab=report`, '/sign-in', '/register?invite=x', '/auth/authorize?client_id=x', '/account'])
    test(`${path} is a page for a browser that opens it`, async ({ program }) => {
      const page = await fetch(program.url + path, { headers: { accept: browser } });
      expect(page.status).toBe(200);
      expect(page.headers.get('content-type')).toContain('text/html');
      expect(page.headers.get('vary')).toContain('Accept, Authorization');
      expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
      expect(await page.text()).not.toMatch(/<script(?![^>]* src=)|<style| on\w+=/);
    });

  for (const [who, headers] of [
    ['curl', { accept: '*/*' }],
    ['a script without Accept', {}],
    ['the extension', { accept: 'application/json' }],
    ['a client that takes both', { accept: 'text/html, application/json' }],
  ] as [string, Record<string, string>][])
    for (const path of ['/cases', someCase])
      test(`${path} is the API for ${who}`, async ({ program }) => {
        const answer = await fetch(program.url + path, { headers });
        expect(answer.status).toBe(401);
        expect(answer.headers.get('content-type')).toContain('application/json');
        expect(answer.headers.get('vary')).toContain('Accept, Authorization');
      });

  test('whoever sends a token gets the API, whatever else is sent', async ({ program, token }) => {
    const answer = await fetch(`${program.url}/cases`, { headers: { accept: browser, authorization: `Bearer ${token}` } });
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(Array.isArray(await answer.json())).toBe(true);
  });

  test('rows of the API beside a page stay what they are', async ({ program }) => {
    for (const path of ['/cases/statistics', '/cases/health', '/health', '/api/v1/cases']) {
      const answer = await fetch(program.url + path, { headers: { accept: browser } });
      expect(answer.headers.get('content-type'), path).toContain('application/json');
    }
    const root = await fetch(program.url, { headers: { accept: '*/*' } });
    expect(((await root.json()) as { service: string }).service).toBe('faultmaven');
  });

  test('the page is asked for again with its tag, its files never', async ({ program }) => {
    const page = await fetch(program.url, { headers: { accept: browser } });
    const tag = page.headers.get('etag') ?? '';
    const known = await fetch(program.url, { headers: { accept: browser, 'if-none-match': tag } });
    expect(known.status).toBe(304);
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1] ?? '';
    for (const coding of ['br', 'gzip', 'identity']) {
      const file = await fetch(program.url + script, { headers: { 'accept-encoding': coding } });
      expect(file.headers.get('content-encoding')).toBe(coding === 'identity' ? null : coding);
      expect(file.headers.get('cache-control')).toContain('immutable');
      expect((await file.text()).length).toBeGreaterThan(100_000);
    }
  });
});

test('the first load stays within its budget', async ({ page, program, token, complaints }) => {
  expect(token).not.toBe('');
  const loaded: { url: string; bytes: Promise<number> }[] = [];
  page.on('response', (r) => {
    if (/\/assets\/|\/cases$/.test(new URL(r.url()).pathname) && r.request().resourceType() !== 'fetch')
      loaded.push({ url: r.url(), bytes: r.body().then((b) => gzipSync(b).length, () => 0) });
  });
  await signIn(page, program, 'ann');
  await expect(page.getByRole('heading', { name: 'Cases', exact: true })).toBeVisible();
  const bytes = (await Promise.all(loaded.map((l) => l.bytes))).reduce((a, b) => a + b, 0);
  expect(loaded.length).toBeGreaterThan(2);
  expect(bytes).toBeLessThan(budget);
  // Nothing comes from anywhere else.
  for (const { url } of loaded) expect(url.startsWith(program.url)).toBe(true);
  expect(complaints).toEqual([]);
});

test('the refresh token is out of reach of scripts, and of other sites', async ({ page, program, token }) => {
  expect(token).not.toBe('');
  await signIn(page, program, 'ann');
  const cookies = await page.context().cookies(`${program.url}/api/v1/auth/refresh`);
  expect(cookies).toMatchObject([{ name: 'fm_refresh', httpOnly: true, sameSite: 'Strict', path: '/api/v1/auth' }]);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie);
  expect(kept).not.toMatch(/eyJ/);
  const cookie = `fm_refresh=${cookies[0]?.value}`;
  const refresh = (headers: Record<string, string>) =>
    fetch(`${program.url}/api/v1/auth/refresh`, { method: 'POST', headers: { 'content-type': 'application/json', cookie, ...headers }, body: '{}' });
  expect((await refresh({})).status).toBe(422);
  expect((await refresh({ 'x-refresh-cookie': '1', 'sec-fetch-site': 'cross-site' })).status).toBe(422);
  const good = await refresh({ 'x-refresh-cookie': '1' });
  expect(good.status).toBe(200);
  expect(((await good.json()) as { refresh_token: unknown }).refresh_token).toBeNull();
});
