import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { client, isRoot, kill, nobody, spawnChild, start, temporaryFolder, untilGone } from './processes.ts';

// One folder for the tests that do not need a first start, each of which leaves it without a server.
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dfdg-embedded-'));
  await (await startEmbeddedPostgres({ dataDir })).stop();
});

afterAll(() => rm(dataDir, { recursive: true, force: true }));

test('a killed server takes its PostgreSQL along, and the next one has what was committed', async () => {
  const { child, started } = await spawnChild(dataDir);
  const { pid, connection } = await started;
  const sql = client(connection);
  await sql`CREATE TABLE kept AS SELECT 1 AS one`;
  await kill(child);
  expect(await untilGone(pid)).toBeLessThan(1_000);
  expect(await client((await start(dataDir)).connection)`SELECT one FROM kept`).toEqual([{ one: 1 }]);
});

test('a start directly after the kill waits for the old PostgreSQL', async () => {
  const { child, started } = await spawnChild(dataDir);
  const { connection } = await started;
  await client(connection)`CREATE TABLE waited AS SELECT 1 AS one`;
  child.kill('SIGKILL');
  expect(await client((await start(dataDir)).connection)`SELECT one FROM waited`).toEqual([{ one: 1 }]);
});

test('a first start that was killed half-way is made anew', async () => {
  const newDir = await temporaryFolder();
  const { child, started } = await spawnChild(newDir);
  started.catch(() => undefined);
  await vi.waitUntil(async () => (await readdir(newDir)).some((name) => name.startsWith('postgres.new-')), {
    timeout: 10_000,
    interval: 5,
  });
  await sleep(150);
  await kill(child);
  expect(await readdir(newDir)).not.toContain('postgres');
  expect(await client((await start(newDir)).connection)`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  expect((await readdir(newDir)).sort()).toEqual(['postgres', 'postgres.log']);
});

test('a second server on the folder is refused, and the first does not notice', async () => {
  const { started } = await spawnChild(dataDir);
  const { pid, connection } = await started;
  const message = new RegExp(
    `^Another server is already running on .*postgres \\(PostgreSQL process ${pid}\\)`,
  );
  await expect(start(dataDir)).rejects.toThrow(message);
  expect(await client(connection)`SELECT 1 AS one`).toEqual([{ one: 1 }]);
});

test('two first starts at once: one serves, the other is refused', async () => {
  const newDir = await temporaryFolder();
  const children = await Promise.all([spawnChild(newDir), spawnChild(newDir)]);
  const [one, other] = await Promise.all(children.map(({ started }) => started));
  const [served, refused] = one?.error === undefined ? [one, other] : [other, one];
  expect(refused?.error).toContain('already running');
  expect(await client(served?.url ?? '')`SELECT 1 AS one`).toEqual([{ one: 1 }]);
});

test('a lock whose process number belongs to another program by now is no obstacle', async () => {
  const other = spawn('sleep', ['60'], isRoot ? nobody : {});
  onTestFinished(() => kill(other));
  const cluster = join(dataDir, 'postgres');
  const lock = [other.pid, cluster, 1, 5432, '.', '', '', 'ready   ', ''].join('\n');
  await writeFile(join(cluster, 'postmaster.pid'), lock);
  await writeFile(join(cluster, '.s.PGSQL.5432.lock'), lock);
  expect(await client((await start(dataDir)).connection)`SELECT 1 AS one`).toEqual([{ one: 1 }]);
});

test('a PostgreSQL that is killed is started again under the same address', async () => {
  const lines: string[] = [];
  const server = await start(dataDir, (line) => lines.push(line));
  const killed = server.pid;
  await client(server.connection)`CREATE TABLE revived AS SELECT 1 AS one`;
  process.kill(killed, 'SIGKILL');
  await vi.waitUntil(() => server.pid !== killed, { timeout: 10_000 });
  expect(await client(server.connection)`SELECT one FROM revived`).toEqual([{ one: 1 }]);
  expect(lines).toContain('PostgreSQL ended unasked (SIGKILL): starting it again');
});
