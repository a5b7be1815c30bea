// From nothing to a cited line: the story that the dashboard is for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, incident, password, Program, signIn, test, watch } from './program';

test('a sample incident is one click away', async ({ page }) => {
  const program = await new Program().start();
  try {
    const complaints = watch(page);
    await program.account('ann');
    await signIn(page, program, 'ann');
    await page.getByRole('button', { name: 'Look at a sample incident' }).click();
    await expect(page.getByRole('button', { name: /E1 .*orders.log.*356 lines/ })).toBeVisible();
    await expect(page.getByRole('button', { name: /E2 .*postgresql.log.*717 lines/ })).toBeVisible();
    expect(complaints).toEqual([]);
  } finally {
    await program.end();
  }
});

test('first start, admin, case, a real log dropped, a question, a citation followed', async ({ page }) => {
  const program = await new Program().start();
  try {
    const complaints = watch(page);
    await page.goto(program.url);
    await page.getByRole('button', { name: 'Create one' }).click();
    await page.getByLabel('Username').fill('ada');
    await page.getByLabel('Email').fill('ada@example.org');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Create account' }).click();

    await expect(page.getByRole('heading', { name: 'No cases yet' })).toBeVisible();
    await page.getByRole('button', { name: 'New case' }).first().click();
    await expect(page.getByRole('heading', { name: 'What is wrong?' })).toBeVisible();

    const names = ['orders.log', 'postgresql.log'];
    const data = await page.evaluateHandle(
      (files) => {
        const transfer = new DataTransfer();
        for (const f of files) transfer.items.add(new File([f.text], f.name));
        return transfer;
      },
      names.map((name) => ({ name, text: readFileSync(join(incident, name), 'utf8') })),
    );
    await page.dispatchEvent('body', 'dragover', { dataTransfer: data });
    await page.dispatchEvent('body', 'drop', { dataTransfer: data });
    await expect(page.getByRole('button', { name: /E1 .*356 lines/ })).toBeVisible();
    await expect(page.getByRole('button', { name: /E2 .*717 lines/ })).toBeVisible();

    await page.getByLabel('Question').fill('Why do the orders fail?');
    await page.keyboard.press('Enter');
    const answer = page.getByRole('article').filter({ hasText: 'accepts no more connections' });
    await expect(answer).toBeVisible();
    await expect(answer.getByText('Do now')).toBeVisible();
    await expect(answer.getByRole('button', { name: 'Copy' }).first()).toBeVisible();

    await page.getByRole('button', { name: 'E2:L685' }).first().click();
    await expect(page).toHaveURL(/e=E2&l=685/);
    const line = page.locator('[data-line="685"]');
    await expect(line).toBeInViewport();
    await expect(line).toContainText('report_export');
    await expect(line).toHaveCSS('box-shadow', /inset/);

    // The link shows the same to whoever opens it: also after a reload, which signs in silently.
    await page.reload();
    await expect(page.locator('[data-line="685"]')).toBeInViewport();
    await expect(page.getByRole('article').filter({ hasText: 'accepts no more connections' })).toBeVisible();

    await page.getByRole('tab', { name: 'Hypotheses' }).click();
    await expect(page.getByRole('region', { name: 'Working conclusion' })).toContainText('no more connections');
    await page.getByRole('button', { name: 'Refute' }).first().click();
    await expect(page.getByText('refuted by you')).toBeVisible();

    await page.getByRole('tab', { name: 'Reports' }).click();
    await page.getByRole('button', { name: 'Write incident report' }).click();
    await expect(page.getByText(/version 1 · written/)).toBeVisible();

    await page.getByRole('button', { name: 'Investigate' }).click();
    await page.getByLabel('Reason (optional)').fill('It is real.');
    await page.getByRole('button', { name: 'Move to investigating' }).click();
    await expect(page.getByRole('banner').getByText('Investigating').or(page.locator('header').getByText('Investigating'))).toBeVisible();
    expect(complaints).toEqual([]);
  } finally {
    await program.end();
  }
});
