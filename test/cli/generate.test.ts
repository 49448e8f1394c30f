import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mostCitizens, makeUp } from '../../src/cli/generate/citizen.ts';
import { createRandom } from '../../src/cli/generate/random.ts';
import { parseCpr } from '../../src/commands/cpr.ts';
import { deviationIds } from '../../src/rules/deviations.ts';
import { verify } from '../../src/verify/verify.ts';
import { startTestService } from '../server/service.ts';
import { dfdg } from './run.ts';

const generate = (citizens: number, seed: number) =>
  dfdg(['generate', '--citizens', String(citizens), '--seed', String(seed)]);

it('makes up the same for the same seed, of possible CPR numbers that nobody has', async () => {
  const one = await generate(30, 1);
  expect(one).toMatchObject({ status: 0, err: '' });
  expect(await generate(30, 1)).toEqual(one);
  expect((await generate(30, 2)).out).not.toBe(one.out);
  for (const index of [0, 1, 2, 3, 74, 75, mostCitizens - 1]) {
    const [decision] = makeUp(index, 1, createRandom(1));
    const { cpr } = decision!.input;
    expect(parseCpr(cpr)).toBe(cpr);
    expect(Number(cpr.slice(4, 6)) % 4).not.toBe(0);
  }
  expect(
    new Set(Array.from({ length: 3000 }, (_, index) => makeUp(index, 1, createRandom(1))[0]!.input.cpr)).size,
  ).toBe(3000);
});

it('makes up what the service takes, each deviation in a plausible share', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dfdg-generate-'));
  const service = await startTestService();
  const path = join(folder, 'made-up.ndjson');
  await writeFile(path, (await generate(300, 7)).out);
  const { status, out } = await dfdg(['replay', path, '--url', service.url]);
  expect(status).toBe(0);
  const [, all = ''] = /^(\d+) decisions/.exec(out) ?? [];
  for (const deviation of deviationIds) {
    const [, many = ''] = new RegExp(` ${deviation} +(\\d+)\n`).exec(out) ?? [];
    expect(Number(many) / Number(all)).toBeGreaterThan(0);
    expect(Number(many) / Number(all)).toBeLessThan(0.2);
  }
  for (const rule of ['first-grant', 'superseding-grant', 'carrier-ended'])
    expect(out).toContain(`  ${rule} `);
  expect(await verify(service.database.sql)).toMatchObject({ differences: [] });
  await service.end();
  await rm(folder, { recursive: true });
}, 60_000);

it.each([
  ['--citizens', '0'],
  ['--citizens', '1e3'],
  ['--seed', '-1'],
])('refuses %s %s', async (option, value) => {
  const { status, err } = await dfdg(['generate', `${option}=${value}`]);
  expect([status, err]).toEqual([2, expect.stringContaining(`${option} must be a whole number from `)]);
});
