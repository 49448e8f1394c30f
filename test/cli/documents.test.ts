import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { urlOf } from '../../src/storage/address.ts';
import { quarantine } from '../../src/storage/quarantine.ts';
import { startTestService, type TestService } from '../server/service.ts';
import { dfdg } from './run.ts';
import { cprEnvironment } from '../cprKeys.ts';

let service: TestService;
let folder: string;
beforeAll(async () => {
  service = await startTestService();
  folder = await mkdtemp(join(tmpdir(), 'dfdg-documents-'));
});
afterAll(async () => {
  await service.end();
  await rm(folder, { recursive: true });
});

/** Runs each line of the document's shell blocks; its files lie in a folder of the test's own. */
async function runDocument(name: string) {
  const text = await readFile(`docs/${name}`, 'utf8');
  const lines = [...text.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => block.trim().split('\n'));
  const env = {
    PORT: new URL(service.url).port,
    ...cprEnvironment,
    DATABASE_URL: urlOf(service.database.address),
  };
  const ran = [];
  for (const line of lines) {
    const [command = '', into] = line.replace('made-up', join(folder, 'made-up')).split(' > ');
    const words = command
      .replace(' made-up', ` ${join(folder, 'made-up')}`)
      .split(' ')
      .slice(2);
    const one = await dfdg(words, env);
    if (into !== undefined) await writeFile(into, one.out);
    ran.push(one);
  }
  return ran;
}

it('what docs/adapter.md has to copy works', async () => {
  const [generated, replayed] = await runDocument('adapter.md');
  expect(generated).toMatchObject({ status: 0, err: '' });
  expect(replayed).toMatchObject({ status: 0, err: '' });
  expect(replayed!.out).toMatch(/^\d+ decisions in .*, 0 rejected\nBy rule:\n/);
});

it('what docs/operations.md has to copy works, and its table has all variables', async () => {
  await quarantine(service.database.sql, 'submitDecision', 'MESSAGE-ID');
  const ran = await runDocument('operations.md');
  expect(ran.map(({ status, err }) => [status, err])).toEqual(Array(6).fill([0, '']));
  const text = await readFile('docs/operations.md', 'utf8');
  const named = [...text.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name);
  const { out } = await dfdg(['config']);
  expect(named).toEqual(
    out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]),
  );
});
