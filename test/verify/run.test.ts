import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { connect } from '../../src/storage/address.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { exitCodes, runVerify } from '../../src/verify/run.ts';
import { makeHistories } from './history.ts';

let dataDir: string;
let postgres: EmbeddedPostgres;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dfdg-verify-'));
  postgres = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } });
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

async function run(place = { databaseUrl: null as string | null, dataDir }) {
  const lines: string[] = [];
  const exitCode = await runVerify(place, (line) => lines.push(line));
  return { exitCode, text: lines.join('\n') };
}

it('says that it could not where there is no database, no table or no server', async () => {
  const nowhere = await run({ databaseUrl: null, dataDir: join(dataDir, 'nowhere') });
  expect(nowhere).toMatchObject({ exitCode: exitCodes.impossible });
  expect(nowhere.text).toContain('DATABASE_URL');
  expect((await run()).exitCode).toBe(exitCodes.impossible);
  const closed = await run({ databaseUrl: 'postgres://nobody:secret@127.0.0.1:1/none', dataDir });
  expect(closed.text).toBe('It could not be verified: Error ECONNREFUSED');
});

it('verifies the database of a data folder while another process serves it, and after', async () => {
  await migrate(postgres.connection);
  await makeHistories(postgres.connection, 2, 50);
  expect(await run()).toMatchObject({ exitCode: exitCodes.equal });
  expect((await run({ databaseUrl: postgres.url, dataDir })).exitCode).toBe(exitCodes.equal);

  const sql = connect(postgres.connection, { max: 1 });
  await sql`update benefit_case set closed = not closed`;
  await sql.end();
  await postgres.stop();

  const different = await run();
  expect(different.exitCode).toBe(exitCodes.different);
  expect(different.text).toMatch(
    /^citizen [0-9a-f-]{36}, decision \d+: case closed: stored (true|false), by/,
  );
  expect(different.text).toMatch(/8 citizens, 50 decisions, .* in [\d.]+ s\n\d+ differences\.$/);
});
