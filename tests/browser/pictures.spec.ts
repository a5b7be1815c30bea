// A picture of each page in both themes at two widths: FM_PICTURES names the folder; without it nothing is drawn.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, incident, signIn, test } from './program';

const folder = process.env.FM_PICTURES;

test('pictures', async ({ page, program, token }) => {
  test.skip(!folder, 'FM_PICTURES names no folder');
  test.setTimeout(180_000);
  const titles = ['Checkout latency after the deployment', 'Node pool runs out of disk', 'Certificate of the gateway expired', 'Payments time out every noon'];
  for (const [i, title] of titles.entries())
    await program.call('POST', '/api/v1/cases', token, { title, priority: ['high', 'critical', 'medium', 'low'][i] });
  const { case_id: caseId } = await program.call('POST', '/api/v1/cases', token, { priority: 'high' });
  for (const name of ['orders.log', 'postgresql.log'])
    await program.upload(token, caseId, name, readFileSync(join(incident, name), 'utf8'));
  await program.call('POST', `/api/v1/cases/${caseId}/queries`, token, { message: 'Why do the orders fail?' });
  await program.call('PATCH', `/api/v1/cases/${caseId}/status`, token, { status: 'investigating' });
  await program.call('POST', `/api/v1/cases/${caseId}/reports`, token, { report_types: ['incident_report'] });

  const { case_id: empty } = await program.call('POST', '/api/v1/cases', token, {});
  for (const theme of ['light', 'dark'] as const)
    for (const width of [1440, 400]) {
      await page.context().clearCookies();
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: width === 400 ? 800 : 900 });
      const shoot = (name: string) => page.screenshot({ path: join(folder ?? '', `${name}-${theme}-${width}.png`) });
      await page.goto(program.url);
      await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
      await shoot('sign-in');
      await page.getByRole('button', { name: 'Create one' }).click();
      await shoot('register');
      await signIn(page, program, 'ann');
      await expect(page.getByRole('link', { name: /Certificate/ })).toBeVisible();
      await shoot('cases');
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toBeVisible();
      await shoot('keys');
      await page.keyboard.press('Escape');
      await page.goto(`${program.url}/cases?q=nothing+like+this`);
      await expect(page.getByText('No case matches')).toBeVisible();
      await shoot('cases-none');
      await page.goto(`${program.url}/account`);
      await expect(page.getByText('There are no keys.')).toBeVisible();
      await shoot('account');
      const client = `client_id=faultmaven-copilot&redirect_uri=${encodeURIComponent(`https://${'a'.repeat(32)}.chromiumapp.org/`)}`;
      await page.goto(`${program.url}/auth/authorize?${client}&code_challenge=${'c'.repeat(43)}&code_challenge_method=S256&scope=openid+cases:read`);
      await expect(page.getByText('read your cases')).toBeVisible();
      await shoot('authorize');
      await page.goto(`${program.url}/cases/${empty}`);
      await expect(page.getByText('What is wrong?').first()).toBeVisible();
      await page.waitForTimeout(400);
      await shoot('case-empty');
      await page.goto(`${program.url}/cases/${caseId}`);
      await expect(page.getByText('Do now')).toBeVisible();
      await shoot('case');
      for (const [name, search] of [
        ['evidence', '?e=E2&l=408-418'],
        ['hypotheses', '?tab=hypotheses'],
        ['report', '?tab=report'],
      ] as const) {
        await page.goto(`${program.url}/cases/${caseId}${search}`);
        if (name === 'evidence') await expect(page.locator('[data-line="410"]')).toContainText('UTC');
        if (name === 'hypotheses') await expect(page.getByRole('heading', { name: 'Hypotheses' })).toBeVisible();
        if (name === 'report') await expect(page.getByText(/version 1 · written/)).toBeVisible();
        await page.waitForTimeout(200);
        await shoot(`case-${name}`);
      }
    }
});
