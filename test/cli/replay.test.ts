import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../src/verify/verify.ts';
import { startTestService, type TestService } from '../server/service.ts';
import { dfdg } from './run.ts';

let service: TestService;
let folder: string;

beforeAll(async () => {
  service = await startTestService();
  folder = await mkdtemp(join(tmpdir(), 'dfdg-replay-'));
});
afterAll(async () => {
  await service.end();
  await rm(folder, { recursive: true });
});

/** Decisions of so many citizens, each granted one group after the other. */
function decisions(name: string, citizens: number, each: number): object[] {
  return Array.from({ length: citizens * each }, (_, index) => ({
    messageId: `${name}-${index}`,
    cpr: `290293${String(index % citizens).padStart(4, '0')}`,
    municipalityCode: '101',
    kyId: `${name}-${Math.floor(index / citizens)}`,
    kind: 'GRANTED',
    contactGroup: (Math.floor(index / citizens) % 6) + 1,
    startDate: '2022-01-01',
  }));
}

async function file(name: string, lines: readonly (object | string)[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(
    path,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  return path;
}

const stored = async (name: string) =>
  service.database.sql<{ messageId: string }[]>`
    select message_id as "messageId" from decision where message_id like ${`${name}-%`} order by citizen_id, sequence`;

/** The indexes of each citizen's messages, in the order in which they were received. */
async function orders(name: string, citizens: number): Promise<number[][]> {
  const indexes = (await stored(name)).map(({ messageId }) => Number(messageId.slice(name.length + 1)));
  return Array.from({ length: citizens }, (_, citizen) =>
    indexes.filter((index) => index % citizens === citizen),
  );
}

const ascending = (indexes: readonly number[]) => indexes.toSorted((one, other) => one - other);

describe('dfdg replay', () => {
  it('sends all in order per citizen, counts what came of it, and may be run again', async () => {
    const path = await file('all.ndjson', decisions('all', 30, 12));
    const first = await dfdg(['replay', path, '--url', service.url]);
    expect(first).toMatchObject({ status: 0, err: '' });
    expect(first.out).toMatch(/^360 decisions in [\d.]+ s: 360 stored, 0 received before, 0 rejected\n/);
    expect(first.out).toMatch(/By rule:\n {2}superseding-grant +330\n {2}first-grant +30\n/);
    expect(first.out).toMatch(/Deviations:\n {2}OVERLAPPING_GRANT +330\n/);
    for (const order of await orders('all', 30)) expect(order).toEqual(ascending(order));
    const again = await dfdg(['replay', path], { PORT: new URL(service.url).port });
    expect(again.out).toMatch(/: 0 stored, 360 received before, 0 rejected\n/);
    await expect(stat(`${path}.rejects.ndjson`)).rejects.toThrow();
    expect(await verify(service.database.sql)).toMatchObject({ differences: [] });
  });

  it('writes what is not taken to a file, with line and reasons, and nothing of it anywhere else', async () => {
    const good = decisions('some', 20, 1);
    const bad = { ...good[0], messageId: 'bad', cpr: '3113990000' };
    const path = await file('some.ndjson', [
      ...good.slice(0, 5),
      '{ "cpr": "2902930001", ',
      bad,
      '',
      { ...bad, cpr: '2902930019', kind: 'NO_KIND' },
      ...good.slice(5),
      '[]',
    ]);
    const { status, out, err } = await dfdg(['replay', path, '--url', `${service.url}/graphql`]);
    expect(status).toBe(1);
    expect(out).toMatch(/: 20 stored, 0 received before, 4 rejected\n/);
    expect(out + err).not.toMatch(/290293|311399/);
    const lines = (await readFile(`${path}.rejects.ndjson`, 'utf8')).trimEnd().split('\n');
    const rejected = lines.map(
      (line) => JSON.parse(line) as { line: number; reasons: { code: string }[]; input: unknown },
    );
    const codes = rejected.map(({ line, reasons }) => [line, reasons[0]?.code] as const);
    expect(codes.toSorted(([one], [other]) => one - other)).toEqual([
      [6, 'NOT_JSON'],
      [7, 'INVALID_CPR'],
      [9, 'BAD_USER_INPUT'],
      [25, 'NOT_JSON'],
    ]);
    expect(rejected.find(({ line }) => line === 7)?.input).toEqual(bad);
    expect((await stat(`${path}.rejects.ndjson`)).mode & 0o077).toBe(0);
  });

  it('sends again what a server or the way to it does not take, and keeps the order', async () => {
    let count = 0;
    const flaky = createServer((request, response) => {
      count += 1;
      void (async () => {
        let body = '';
        for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) body += chunk;
        if (count % 3 === 0) return void request.socket.destroy();
        if (count % 5 === 0) return void response.writeHead(503).end('<html>');
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(`${service.url}/graphql`, { method: 'POST', headers, body });
        const text = await answer.text();
        // Stored, and then the answer is lost; or one of it is put off.
        if (count % 7 === 0) return void request.socket.destroy();
        response.writeHead(answer.status, headers).end(text);
      })();
    }).listen(0, '127.0.0.1');
    await once(flaky, 'listening');
    const url = `http://127.0.0.1:${(flaky.address() as AddressInfo).port}`;
    const path = await file('flaky.ndjson', decisions('flaky', 5, 8));
    const { status, out } = await dfdg(['replay', path, '--url', url, '--concurrency', '2']);
    flaky.close();
    expect([status, out]).toEqual([0, expect.stringMatching(/^40 decisions .* 0 rejected\n/)]);
    expect((await stored('flaky')).length).toBe(40);
    for (const order of await orders('flaky', 5)) expect(order).toEqual(ascending(order));
  });

  it('shows a bar on a terminal', async () => {
    const path = await file('bar.ndjson', decisions('bar', 1, 60));
    const { err } = await dfdg(['replay', path, '--url', service.url], {}, { columns: 80 });
    expect(err).toMatch(/\[#*-*\] \d+ %, \d+ decisions, \d+\/s(, \d+:\d\d left)?/);
    for (const shown of err.split('\r')) expect(shown.replace('\u001b[K', '').length).toBeLessThan(80);
  });

  it('stops at Ctrl-C, and goes on when it is run again', async () => {
    const path = await file('stopped.ndjson', decisions('stopped', 3, 70));
    const args = ['--import', 'tsx', 'src/cli/main.ts', 'replay', path, '--url', service.url];
    const child = spawn(process.execPath, args);
    let out = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    const closed = once(child, 'close');
    await expect.poll(async () => (await stored('stopped')).length, { timeout: 20_000 }).toBeGreaterThan(5);
    child.kill('SIGINT');
    expect(await closed).toEqual([130, null]);
    expect(out).toMatch(/Stopped before the end: run the same again/);
    expect((await stored('stopped')).length).toBeLessThan(210);
    expect(await dfdg(['replay', path, '--url', service.url])).toMatchObject({ status: 0 });
    expect((await stored('stopped')).length).toBe(210);
  }, 60_000);

  it.each([
    [['nowhere.ndjson'], /^dfdg replay: ENOENT: no such file or directory, stat 'nowhere.ndjson'\n$/],
    [
      ['package.json', '--url', 'http://127.0.0.1:1'],
      /^dfdg replay: No server answers at .*: start one, or name it by --url\.\n$/,
    ],
    [['package.json', '--url', 'there'], /^dfdg replay: --url must be /],
    [
      ['package.json', '--concurrency', '99'],
      /^dfdg replay: --concurrency must be a number from 1 to 32\.\n$/,
    ],
    [
      ['package.json', '--token', 'Bearer x'],
      /^dfdg replay: The token must be one word: give it without `Bearer`\.\n$/,
    ],
  ])('%j could not be done', async (args, line) => {
    const { status, err } = await dfdg(['replay', ...args]);
    expect([status, err]).toEqual([2, expect.stringMatching(line)]);
  });

  it('never overwrites what it reads', async () => {
    const path = await file('own.ndjson', decisions('own', 1, 1));
    const { status, err } = await dfdg(['replay', path, '--rejects', path, '--url', service.url]);
    expect([status, err]).toEqual([2, expect.stringContaining('name another one by --rejects')]);
    expect((await stat(path)).size).toBeGreaterThan(0);
  });
});
