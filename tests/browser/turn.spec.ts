// A turn with a model, seen while it runs: what is done, stopping it, and finding it again after a reload.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Model } from './model';
import { expect, incident, Program, signIn, test, watch } from './program';

test('a turn is seen while it runs, can be stopped, and is found again after a reload', async ({ page }) => {
  const model = await new Model().start();
  const program = await new Program({ LLM_PROVIDER: 'compatible', LLM_MODEL: 'test', LLM_BASE_URL: model.url }).start();
  try {
    const complaints = watch(page);
    const token = await program.account('ann');
    const { case_id: caseId } = await program.call('POST', '/api/v1/cases', token, { title: 'Live' });
    await program.upload(token, caseId, 'orders.log', readFileSync(join(incident, 'orders.log'), 'utf8'));
    await signIn(page, program, 'ann', `/cases/${caseId}`);

    await page.getByLabel('Question').fill('Why do the orders fail?');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('status').filter({ hasText: 'Asking the model' })).toBeVisible();
    model.answer({ tool: 'search_evidence', arguments: { query: 'remaining connection slots', limit: 2 } });
    await expect(page.getByText('read 2 of 6')).toBeVisible();
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect(page.getByText('This question has no answer')).toBeVisible();
    await expect(page.getByLabel('Question')).toBeEnabled();

    await page.getByLabel('Question').fill('And why at that time?');
    await page.keyboard.press('Enter');
    await expect.poll(() => model.asked).toBeGreaterThan(2);
    await page.reload();
    await expect(page.getByText('And why at that time?')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
    const answer = JSON.stringify({
      conclusion: [{ text: 'PostgreSQL refused connections: remaining connection slots are reserved', cites: ['E1:242'] }],
      hypotheses: [],
      next_steps: [{ text: 'Count the connections', command: 'ss -tn' }],
      questions: [],
    });
    // The stopped question may still have its place at the model; what it is told nobody hears.
    for (let i = 0; i < 4; ++i) model.answer({ text: answer });
    await expect(page.getByRole('button', { name: 'Stop' })).toHaveCount(0, { timeout: 30_000 });
    await expect(page.getByRole('article').last()).toContainText('connection slots');
    expect(complaints).toEqual([]);
  } finally {
    await program.end();
    await model.end();
  }
});
