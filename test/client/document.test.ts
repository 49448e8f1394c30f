import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSystem, type System } from './system.ts';

const root = join(import.meta.dirname, '../..');
let system: System;
let folder: string;

beforeAll(async () => {
  system = await startSystem();
  folder = await mkdtemp(join(tmpdir(), 'dfdg-client-'));
});

afterAll(async () => {
  await system.end();
  await rm(folder, { recursive: true });
});

/** The program of docs/client.md, on this service and with its file in a folder of its own. */
async function program(): Promise<string> {
  const text = await readFile(join(root, 'docs/client.md'), 'utf8');
  const code = /```js\n(.*?)```/s.exec(text)?.[1] ?? '';
  const replaced = code
    .replace('http://localhost:4001/graphql', system.url)
    .replaceAll('cursor.txt', join(folder, 'cursor.txt'));
  expect(replaced).not.toBe(code);
  return replaced;
}

/** Runs it until it has said so many changes after being live; gives them once it has ended by itself. */
async function run(changesMade: () => Promise<number>): Promise<string[]> {
  const args = ['--import', 'tsx', '--input-type=module', '--eval', await program()];
  const child = spawn(process.execPath, args, { cwd: root });
  const closed = once(child, 'close');
  let said = '';
  let errors = '';
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const changes = () => said.split('\n').filter((line) => / -> /.test(line));
  await expect.poll(() => said + errors, { timeout: 8000 }).toMatch(/^live since 20/m);
  const count = await changesMade();
  await expect.poll(() => changes().length, { timeout: 5000 }).toBe(count);
  child.kill('SIGINT');
  expect([await closed, errors]).toEqual([[0, null], '']);
  return changes();
}

it('the program of the document goes on where it was stopped', async () => {
  await system.submit(20);
  const before = (await system.log('101')).length;
  const first = await run(async () => {
    await system.submit(20);
    return (await system.log('101')).length - before;
  });
  const middle = (await system.log('101')).length;
  await system.submit(20);
  const second = await run(async () => (await system.log('101')).length - middle);
  const log = (await system.log('101')).slice(before);
  expect([...first, ...second].map((line) => line.split(' ').slice(0, 2))).toEqual(
    log.map(({ kind, citizen }) => [kind, citizen.id]),
  );
  expect(second.length).toBeGreaterThan(0);
});
