// Every page in both themes for axe; keys; what lives through a reload, an ended sign-in and a restart; hostile texts.
import axe from 'axe-core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, incident, password, signIn, test, type Program } from './program';

async function caseWithEvidence(program: Program, token: string): Promise<string> {
  const { case_id: caseId } = await program.call('POST', '/api/v1/cases', token, { title: 'Orders fail' });
  for (const name of ['orders.log', 'postgresql.log'])
    await program.upload(token, caseId, name, readFileSync(join(incident, name), 'utf8'));
  await program.call('POST', `/api/v1/cases/${caseId}/queries`, token, { message: 'Why do the orders fail?' });
  return caseId;
}

async function audit(page: Page) {
  // By the debugger's way in, which the policy of the page does not govern.
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const tool = (window as unknown as { axe: { run: (at: Document, o: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe;
    const { violations } = await tool.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`);
  });
  expect(found).toEqual([]);
}

for (const theme of ['light', 'dark'] as const)
  test(`axe finds nothing, ${theme}`, async ({ page, program, token, complaints }) => {
    const caseId = await caseWithEvidence(program, token);
    await page.emulateMedia({ colorScheme: theme });
    await page.goto(program.url);
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await audit(page);
    await page.getByRole('button', { name: 'Create one' }).click();
    await audit(page);
    await signIn(page, program, 'ann');
    await expect(page.getByRole('link', { name: /Orders/ }).first()).toBeVisible();
    await audit(page);
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    await audit(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('listbox')).toBeVisible();
    await audit(page);
    await page.keyboard.press('Escape');
    await page.goto(`${program.url}/account`);
    await expect(page.getByText('There are no keys.')).toBeVisible();
    await audit(page);
    await page.goto(`${program.url}/auth/authorize?client_id=nobody&redirect_uri=https://x.example/&code_challenge=${'c'.repeat(43)}&code_challenge_method=S256`);
    await expect(page.getByRole('alert')).toBeVisible();
    await audit(page);
    await page.goto(`${program.url}/cases/${caseId}`);
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await expect(page.getByRole('dialog', { name: 'Close the case' })).toBeVisible();
    await audit(page);
    for (const width of [1440, 400]) {
      await page.setViewportSize({ width, height: 900 });
      for (const tab of ['conversation', 'evidence&e=E2&l=408-418', 'hypotheses', 'report']) {
        await page.goto(`${program.url}/cases/${caseId}?tab=${tab}`);
        await expect(page.getByRole('tab').first()).toBeVisible();
        if (tab.startsWith('evidence')) await expect(page.locator('[data-line="410"]')).toContainText('UTC');
        if (tab === 'hypotheses') await expect(page.getByRole('region', { name: 'Working conclusion' })).toBeVisible();
        await audit(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(wide, `${tab} at ${width} is not wider than the screen`).toBeLessThanOrEqual(0);
      }
    }
    expect(complaints).toEqual([]);
  });

test('the list is worked by keys', async ({ page, program, token, complaints }) => {
  for (const title of ['Alpha', 'Beta', 'Gamma']) await program.call('POST', '/api/v1/cases', token, { title });
  await signIn(page, program, 'ann', '/cases?sort=title');
  await expect(page.getByRole('link', { name: /Alpha/ })).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await expect(page.locator('a[aria-current="true"]')).toContainText('Alpha');
  await page.keyboard.press('/');
  await page.keyboard.type('gam');
  await expect(page.getByRole('link', { name: /Alpha/ })).toHaveCount(0);
  await expect(page).toHaveURL(/q=gam/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  await expect(page.getByRole('heading', { name: 'Gamma' })).toBeVisible();
  await page.keyboard.press('2');
  await expect(page.getByRole('tab', { name: 'Hypotheses' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('a');
  await expect(page.getByLabel('Question')).toBeFocused();
  expect(complaints).toEqual([]);
});

test('ten thousand lines are there at once, and a line far down is found', async ({ page, program, token, complaints }) => {
  const { case_id: caseId } = await program.call('POST', '/api/v1/cases', token, { title: 'Long log' });
  const lines = Array.from({ length: 60_000 }, (_, i) => `2026-03-17T08:00:00Z ${i === 54_320 ? 'ERROR disk full on /var' : 'INFO request served'} ${i + 1}`);
  await program.upload(token, caseId, 'long.log', lines.join('\n'));
  await signIn(page, program, 'ann', `/cases/${caseId}`);
  await expect(page.locator('[data-line="1"]')).toContainText('INFO');
  expect(await page.locator('[data-line]').count()).toBeLessThan(200);
  await page.getByLabel('Search in this file').fill('disk full');
  await expect(page.getByText('1 line of 60,000')).toBeVisible();
  await page.getByRole('button', { name: 'Line 54321' }).click();
  await expect(page.locator('[data-line="54321"]')).toBeInViewport();
  await expect(page.locator('[data-line="54321"] mark')).toHaveText('disk full');
  await expect(page).toHaveURL(/l=54321/);
  expect(complaints).toEqual([]);
});

test('an access token that has ended is renewed, and an ended sign-in loses nothing', async ({ page, program, complaints }) => {
  const token = await program.account('eve');
  const { case_id: caseId } = await program.call('POST', '/api/v1/cases', token, { title: 'Kept' });
  await signIn(page, program, 'eve', `/cases/${caseId}`);
  await page.getByLabel('Question').fill('A long question that nobody wants to type again');
  // Every sign-in of the account ends, also that of the page.
  await program.call('POST', '/api/v1/auth/logout', token, {});
  await page.keyboard.press('Enter');
  const again = page.getByRole('dialog', { name: 'Sign in again' });
  await expect(again).toBeVisible();
  await again.getByLabel('Password').fill(password);
  await again.getByRole('button', { name: 'Sign in' }).click();
  await expect(again).toHaveCount(0);
  // What was asked goes on by itself.
  await expect(page.getByRole('article').filter({ hasText: 'FaultMaven' }).first()).toBeVisible();
  await expect(page.getByText('A long question that nobody wants to type again')).toHaveCount(1);

  // A single answer that says "your token is not good": the page gets another and asks once more.
  let refused = 0;
  await page.route('**/api/v1/cases?*', async (route) => {
    if (refused++ === 0) await route.fulfill({ status: 401, json: { detail: 'the token has expired' } });
    else await route.continue();
  });
  await page.getByRole('link', { name: 'Cases', exact: true }).click();
  await expect(page.getByRole('link', { name: /Kept/ })).toBeVisible();
  expect(refused).toBeGreaterThan(1);
  expect(complaints).toEqual([]);
});

test('a server that is killed and comes again is found again; a draft is kept', async ({ page, program, token, complaints }) => {
  const { case_id: caseId } = await program.call('POST', '/api/v1/cases', token, { title: 'Through a restart' });
  await signIn(page, program, 'ann', `/cases/${caseId}`);
  await page.getByLabel('Question').fill('Half a thought');
  await program.stop('SIGKILL');
  await page.getByRole('link', { name: 'Cases', exact: true }).click();
  await program.start();
  await expect(page.getByRole('link', { name: /Through a restart/ })).toBeVisible({ timeout: 20_000 });
  await page.getByRole('link', { name: /Through a restart/ }).click();
  await expect(page.getByLabel('Question')).toHaveValue('Half a thought');
  expect(complaints).toEqual([]);
});

test('hostile titles, names, lines and questions are text', async ({ page, program, token, complaints }) => {
  const evil = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';
  const { case_id: caseId } = await program.call('POST', '/api/v1/cases', token, { title: evil });
  await program.upload(token, caseId, `a'"<b>&.log`, `2026-03-17T08:00:00Z ERROR ${evil} \u001b[31mred\u001b[0m \u202egnp.exe\n[x](javascript:window.hit=1) ![p](http://192.0.2.1/p.png)\n`);
  await signIn(page, program, 'ann', `/cases/${caseId}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(evil);
  await expect(page.locator('[data-line="1"]')).toContainText(`${evil} red \\u202egnp.exe`);
  await page.getByLabel('Question').fill(`${evil} [x](javascript:window.hit=1) ![p](http://192.0.2.1/p.png)`);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article').filter({ hasText: 'FaultMaven' })).toBeVisible();
  await page.goto(`${program.url}/cases?q=${encodeURIComponent('<img')}`);
  await expect(page.getByRole('link', { name: /onerror/ })).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { hit?: number }).hit)).toBeUndefined();
  expect(await page.locator('main img').count()).toBe(0);
  expect(complaints).toEqual([]);
});
