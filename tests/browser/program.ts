// The real program with a data directory of its own, and people at work in it.
import { test as base, expect, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = process.env.FM_PROGRAM ?? join(root, 'build/release/bin/faultmaven');
export const incident = join(root, 'docs/examples/incidents/postgres-out-of-connections/evidence');
export const password = 'correct horse battery';

export class Program {
  url = '';
  /** On both of its streams, since its last start. */
  said = '';
  private process: ChildProcess | null = null;
  private readonly folder = mkdtempSync(join(tmpdir(), 'fm-browser-'));
  private port = '0';

  constructor(private readonly env: Record<string, string> = {}) {}

  async start(): Promise<this> {
    const child = spawn(binary, ['serve'], {
      env: { ...process.env, FM_DATA_DIR: join(this.folder, 'data'), HOST: '127.0.0.1', PORT: this.port, LLM_PROBE: 'false', ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process = child;
    this.said = '';
    child.stderr.on('data', (d: Buffer) => (this.said += d.toString()));
    this.url = await new Promise<string>((go, fail) => {
      let out = '';
      child.stdout.on('data', (d: Buffer) => {
        out += d.toString();
        this.said += d.toString();
        const found = /https?:\/\/\S+:(\d+)/.exec(out);
        if (!found) return;
        this.port = found[1] ?? '0';
        go(`http://127.0.0.1:${this.port}`);
      });
      child.on('exit', (code) => fail(new Error(`the server did not start (${code}): ${this.said}`)));
    });
    for (let i = 0; i < 600; ++i) {
      const ready = await fetch(`${this.url}/health/ready`).catch(() => null);
      if (ready?.ok) return this;
      await new Promise((go) => setTimeout(go, 100));
    }
    throw new Error(`the server did not become ready: ${this.said}`);
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.process;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((go) => child.once('exit', go));
    child.kill(signal);
    await gone;
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** An account, by the API. */
  async account(username: string): Promise<string> {
    const made = await this.call('POST', '/api/v1/auth/register', '', { username, email: `${username}@example.org`, password });
    return made.access_token as string;
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async call(method: string, path: string, token: string, body?: unknown): Promise<any> {
    const answer = await fetch(this.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  async upload(token: string, caseId: string, name: string, content: string | Uint8Array<ArrayBuffer>): Promise<void> {
    const form = new FormData();
    form.append('file', new Blob([content]), name);
    const answer = await fetch(`${this.url}/api/v1/cases/${caseId}/evidence`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: form,
    });
    if (!answer.ok) throw new Error(`upload: ${answer.status} ${await answer.text()}`);
    const { id } = (await answer.json()) as { id: string };
    for (let i = 0; i < 300; ++i) {
      const one = await this.call('GET', `/api/v1/evidence/${id}`, token);
      if (one.status === 'processed' || one.status === 'failed') return;
      await new Promise((go) => setTimeout(go, 50));
    }
    throw new Error(`${name} was not read`);
  }
}

/** What the browser itself complains about: refused by the policy, thrown, not found. */
export function watch(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (e) => complaints.push(`thrown: ${e.message}`));
  page.on('console', (m) => {
    // A refused request is an answer that pages are tested with.
    if (m.type() === 'error' && !m.text().startsWith('Failed to load resource')) complaints.push(m.text());
  });
  return complaints;
}

export async function signIn(page: Page, program: Program, username: string, path = '/cases') {
  await page.goto(program.url + path);
  await page.getByLabel('Username or email').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
}

export const test = base.extend<{ complaints: string[] }, { program: Program; token: string }>({
  program: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const program = await new Program().start();
      await use(program);
      await program.end();
    },
    { scope: 'worker' },
  ],
  /** Of the account "ann". */
  token: [async ({ program }, use) => use(await program.account('ann')), { scope: 'worker' }],
  complaints: async ({ page }, use) => {
    const complaints = watch(page);
    await use(complaints);
    expect(complaints).toEqual([]);
  },
});
export { expect };
