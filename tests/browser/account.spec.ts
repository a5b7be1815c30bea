// Password, keys and signing out; and how people come in where registration is not open.
import { expect, password, Program, signIn, test, watch } from './program';

test('a password is changed, a key made, used and revoked, and everything signed out', async ({ page, program, token, complaints }) => {
  expect(token).not.toBe('');
  const before = await program.account('kim');
  await signIn(page, program, 'kim', '/account');
  await page.getByLabel('Current password').fill('not it, surely');
  await page.getByLabel('New password').fill('another good password');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel('Current password').fill(password);
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByText('The password is changed.')).toBeVisible();
  await expect(program.call('GET', '/api/v1/auth/me', before)).rejects.toThrow('401');

  await page.getByLabel('Name of the key').fill('nightly script');
  await page.getByRole('button', { name: 'Make a key' }).click();
  const key = (await page.locator('code', { hasText: /.{30}/ }).first().textContent()) ?? '';
  expect((await program.call('GET', '/api/v1/auth/me', key)).username).toBe('kim');
  await page.reload();
  await expect(page.getByRole('list', { name: 'Keys' })).toContainText('nightly script');
  await expect(page.getByText(key)).toHaveCount(0);
  await page.getByRole('button', { name: 'Revoke nightly script' }).click();
  await expect(page.getByText('There are no keys.')).toBeVisible();
  await expect(program.call('GET', '/api/v1/auth/me', key)).rejects.toThrow('401');

  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('where registration is not open the setup token and invites let people in', async ({ page }) => {
  const program = await new Program({ FM_REGISTRATION: 'invite' }).start();
  try {
    const complaints = watch(page);
    const setup = /good once:\s*(\S+)/.exec(program.said)?.[1] ?? '';
    expect(setup).not.toBe('');
    await page.goto(`${program.url}/register`);
    await page.getByLabel('Setup token').fill(setup);
    const join = async (name: string) => {
      await page.getByLabel('Username').fill(name);
      await page.getByLabel('Email').fill(`${name}@example.org`);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Create account' }).click();
      await expect(page.getByRole('heading', { name: 'No cases yet' })).toBeVisible();
    };
    await join('ada');
    const { access_token: admin } = await program.call('POST', '/api/v1/auth/login', '', { username: 'ada', password });
    const invite = await program.call('POST', '/api/v1/admin/invites', admin, {});
    await page.getByRole('button', { name: /Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    // Only this browser was signed out.
    expect((await program.call('GET', '/api/v1/auth/me', admin)).username).toBe('ada');
    await page.goto(JSON.stringify(invite).match(/https?:[^"]+/)?.[0] ?? '');
    await expect(page.getByLabel('Setup token')).toHaveCount(0);
    await join('bob');
    expect(complaints).toEqual([]);
  } finally {
    await program.end();
  }
});
