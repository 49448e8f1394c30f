import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { connect } from '../../src/storage/address.ts';
import { client, spawnChild, start, temporaryFolder } from './processes.ts';

const run = promisify(execFile);

test('a first start makes the database, and the data outlives restarts', async () => {
  const dataDir = join(await temporaryFolder(), 'made', 'on', 'the', 'way');
  const first = await start(dataDir);
  const before = client(first.connection);
  expect(await before`SELECT current_database() AS database, current_user AS username`).toEqual([
    { database: 'dfdg', username: 'dfdg' },
  ]);
  await before`CREATE TABLE kept AS SELECT '2022-06-29'::date AS day`;
  await before.end();
  for (const mode of ['smart', 'fast', 'immediate'] as const) {
    await first.restart(mode);
    const sql = connect(first.url);
    expect(await sql`SELECT day FROM kept`).toEqual([{ day: '2022-06-29' }]);
    await sql.end();
  }
  await first.stop();
  const second = await start(dataDir);
  expect(await client(second.connection)`SELECT day FROM kept`).toEqual([{ day: '2022-06-29' }]);
});

test('the surroundings do not steer it: UTF-8 under LANG=C, no PGDATA or PGPORT', async () => {
  const env = { LANG: 'C', LC_ALL: 'C', PGDATA: '/nowhere', PGPORT: '1', PGOPTIONS: '-c nonsense=1' };
  const { started } = await spawnChild(await temporaryFolder(), { env });
  const sql = client((await started).connection);
  expect(await sql`SELECT current_setting('server_encoding') AS encoding, lower('ÆØÅ') AS lower`).toEqual([
    { encoding: 'UTF8', lower: 'æøå' },
  ]);
  const sorted =
    await sql`SELECT string_agg(word, '' ORDER BY word) AS words FROM unnest(ARRAY['å', 'b', 'A', 'æ', 'a']) word`;
  expect(sorted).toEqual([{ words: 'Aabåæ' }]);
});

test('a path too long for a socket gets a private folder elsewhere', async () => {
  const dataDir = join(await temporaryFolder(), 'x'.repeat(60), 'y'.repeat(60));
  const server = await start(dataDir);
  const { host } = server.connection;
  expect(host).not.toContain(dataDir);
  expect((await stat(host)).mode & 0o777).toBe(0o700);
  expect(await client(server.url)`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  await expect(start(dataDir)).rejects.toThrow('already running');
  expect(await client(server.url)`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  await server.stop();
  await expect(stat(host)).rejects.toThrow('ENOENT');
});

test('a folder of another version, or of something else, is refused in one sentence and left alone', async () => {
  const dataDir = await temporaryFolder();
  const cluster = join(dataDir, 'postgres');
  await mkdir(cluster);
  await writeFile(join(cluster, 'PG_VERSION'), '14\n');
  await expect(start(dataDir)).rejects.toThrow(/is of PostgreSQL 14, this is 18: .*\.$/);
  const other = await temporaryFolder();
  await mkdir(join(other, 'postgres'));
  await writeFile(join(other, 'postgres', 'holiday.jpg'), '');
  await expect(start(other)).rejects.toThrow(/is no PostgreSQL data folder\.$/);
  expect(await readdir(cluster)).toEqual(['PG_VERSION']);
  expect(await readdir(other)).toEqual(['postgres']);
});

describe('a running server', () => {
  let dataDir: string;
  let server: EmbeddedPostgres;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'dfdg-embedded-'));
    server = await startEmbeddedPostgres({ dataDir });
  });

  afterAll(async () => {
    await server.stop('immediate');
    await rm(dataDir, { recursive: true, force: true });
  });

  test('nothing but the socket is open, and only the owner can reach it', async () => {
    const sql = client(server.connection);
    expect(await sql`SHOW listen_addresses`).toEqual([{ listen_addresses: '' }]);
    expect((await stat(server.connection.host)).mode & 0o777).toBe(0o700);
    expect((await stat(join(dataDir, 'postgres.log'))).mode & 0o777).toBe(0o600);
    if (process.platform !== 'linux') return;
    const files = await readdir(`/proc/${server.pid}/fd`);
    const open = await Promise.all(
      files.map((fd) => readlink(`/proc/${server.pid}/fd/${fd}`).catch(() => '')),
    );
    const network =
      (await readFile('/proc/net/tcp', 'utf8')) + (await readFile('/proc/net/tcp6', 'utf8').catch(() => ''));
    const inodes = new Set(
      network.split('\n').map((line) => `socket:[${line.trim().split(/\s+/)[9] ?? ''}]`),
    );
    expect(open.filter((name) => name.startsWith('socket:'))).not.toEqual([]);
    expect(open.filter((name) => inodes.has(name))).toEqual([]);
  });

  test('the log tells of the server and never quotes a value', async () => {
    const sql = client(server.connection);
    const secret = '0101019999';
    await sql`CREATE TABLE citizen (cpr text UNIQUE)`;
    await sql`INSERT INTO citizen VALUES (${secret})`;
    await expect(sql`INSERT INTO citizen VALUES (${secret})`).rejects.toThrow('duplicate key');
    await expect(sql`SELECT ${`x${secret}`}::text::date`).rejects.toThrow(secret);
    await expect(sql.unsafe(`SELECT '${secret}' FROM nowhere`)).rejects.toThrow('does not exist');
    const log = await readFile(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toContain(secret);
  });

  test('psql understands the URL', async ({ skip }) => {
    await run('psql', ['--version']).catch(() => {
      skip('no psql on this machine');
    });
    expect((await run('psql', [server.url, '-Atc', 'SELECT current_database()'])).stdout).toBe('dfdg\n');
  });
});
