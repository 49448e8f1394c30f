import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { madeUpCpr } from '../commands/submission.ts';
import { decisionInput } from '../graphql/decision.ts';

const cpr = madeUpCpr(77);
let dataDir: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dfdg-main-'));
});

afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

/** Runs main.ts. The module that is loaded before it makes faults on demand. */
function start(env: Record<string, string>) {
  const faults = `
    process.on('SIGUSR2', () => { throw new Error(process.env.CANARY); });
    process.on('SIGWINCH', () => { void Promise.reject(new Error(process.env.CANARY)); });`;
  const process_ = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      '--import',
      `data:text/javascript,${encodeURIComponent(faults)}`,
      'src/server/main.ts',
    ],
    {
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: '0',
        DATA_DIR: dataDir,
        LOG_LEVEL: 'debug',
        CANARY: cpr,
        ...env,
      },
    },
  );
  child = process_;
  let output = '';
  for (const stream of [process_.stdout, process_.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  return {
    process: process_,
    output: () => output,
    /** The URL, once it listens. */
    async url(): Promise<string> {
      for (;;) {
        const url = /"url":"([^"]+)"/.exec(output)?.[1];
        if (url) return url;
        if (process_.exitCode !== null) throw new Error(output);
        await delay(50);
      }
    },
    async exit(): Promise<{ code: number | null; milliseconds: number }> {
      const since = Date.now();
      if (process_.exitCode === null) await once(process_, 'exit');
      return { code: process_.exitCode, milliseconds: Date.now() - since };
    },
  };
}

const post = (url: string, body: object) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).then((response) => response.json());

const submit = 'mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) { duplicate } }';

describe('main', () => {
  it('serves on the embedded database, ends with 0 when told to, and keeps what it was given', async () => {
    const input = decisionInput({ cpr });
    for (const duplicate of [false, true]) {
      const main = start({});
      const url = await main.url();
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      expect(main.output()).toContain(`the board at ${url}/board`);
      expect(await post(url, { query: submit, variables: { input } })).toEqual({
        data: { submitDecision: { duplicate } },
      });
      main.process.kill(duplicate ? 'SIGINT' : 'SIGTERM');
      const { code, milliseconds } = await main.exit();
      expect(code).toBe(0);
      expect(milliseconds).toBeLessThan(10_000);
    }
  });

  it.each(['SIGUSR2', 'SIGWINCH'] as const)(
    'ends with 1 soon after a fault that nobody caught: %s',
    async (fault) => {
      const main = start({});
      await main.url();
      main.process.kill(fault);
      const { code, milliseconds } = await main.exit();
      expect(code).toBe(1);
      expect(milliseconds).toBeLessThan(3_000);
      expect(main.output()).toContain('"reference"');
      expect(main.output()).not.toContain(cpr);
    },
  );

  it('says in a few words why it does not start', async () => {
    const main = start({ PORT: 'x', LOG_LEVEL: 'loud' });
    expect((await main.exit()).code).toBe(1);
    expect(main.output().trim().split('\n')).toEqual([
      'The environment is not as it must be:',
      expect.stringContaining('PORT must be'),
      expect.stringContaining('LOG_LEVEL must be'),
    ]);
  });

  it('ends where the port is taken', async () => {
    const first = start({});
    const { port } = new URL(await first.url());
    const other = await mkdtemp(join(tmpdir(), 'dfdg-main-'));
    const second = start({ PORT: port, DATA_DIR: other });
    expect((await second.exit()).code).toBe(1);
    expect(second.output()).toContain('EADDRINUSE');
    await rm(other, { recursive: true, force: true });
    first.process.kill('SIGTERM');
    expect((await first.exit()).code).toBe(0);
  });
}, 60_000);
