// The extension's sign-in: its authorize page, before and after signing in, allowed and refused.
import { createHash } from 'node:crypto';
import { expect, password, test } from './program';

const verifier = 'v'.repeat(64);
const redirect = 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/';
const query = new URLSearchParams({
  response_type: 'code',
  client_id: 'faultmaven-copilot',
  redirect_uri: redirect,
  state: 'state & more',
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
  scope: 'openid profile cases:read cases:write',
});

test('the extension is let in by somebody who signs in first', async ({ page, program, token, complaints }) => {
  expect(token).not.toBe('');
  let back = '';
  await page.route(`${redirect}**`, async (route) => {
    back = route.request().url();
    await route.fulfill({ contentType: 'text/html', body: 'back' });
  });
  await page.goto(`${program.url}/auth/authorize?${query}`);
  await page.getByLabel('Username or email').fill('ann');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('read your cases')).toBeVisible();
  expect(complaints).toEqual([]);
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect.poll(() => back).toContain('code=');
  const said = new URL(back).searchParams;
  expect(said.get('state')).toBe('state & more');
  const tokens = await program.call('POST', '/api/v1/auth/oauth/token', '', {
    grant_type: 'authorization_code',
    code: said.get('code'),
    code_verifier: verifier,
    client_id: 'faultmaven-copilot',
    redirect_uri: redirect,
  });
  expect(tokens.username).toBe('ann');

  back = '';
  await page.goto(`${program.url}/auth/authorize?${query}`);
  await page.getByRole('button', { name: 'Refuse' }).click();
  await expect.poll(() => back).toContain('error=access_denied');
});

test('a client that is not known, or wants to be answered elsewhere, gets nowhere', async ({ page, program, token }) => {
  expect(token).not.toBe('');
  const evil = new URLSearchParams(query);
  evil.set('redirect_uri', 'https://evil.example/');
  await page.goto(`${program.url}/auth/authorize?${evil}`);
  await page.getByLabel('Username or email').fill('ann');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Allow' })).toHaveCount(0);
});
