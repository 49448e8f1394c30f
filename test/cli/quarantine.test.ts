import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, urlOf } from '../../src/storage/address.ts';
import { quarantine } from '../../src/storage/quarantine.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { dfdg } from './run.ts';
import { cprEnvironment } from '../cprKeys.ts';

let database: TestDatabase;
let env: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  env = { ...cprEnvironment, DATABASE_URL: urlOf(database.address) };
});
afterAll(() => database.drop());

describe('dfdg quarantine', () => {
  it('lists what is set aside, and lets one be tried again', async () => {
    expect(await dfdg(['quarantine', 'list'], env)).toMatchObject({ out: 'No message is set aside.\n' });
    await quarantine(database.sql, 'submitDecision', 'one');
    await quarantine(database.sql, 'reportSickness', 'other');
    const { status, out } = await dfdg(['quarantine', 'list'], env);
    expect(status).toBe(0);
    expect(out).toMatch(/^20\S+Z {2}submitDecision {2}one\n20\S+Z {2}reportSickness {2}other\n$/);
    expect(await dfdg(['quarantine', 'retry', 'one'], env)).toMatchObject({ status: 0 });
    expect((await dfdg(['quarantine', 'list'], env)).out).not.toContain('one');
    expect(await dfdg(['quarantine', 'retry', 'one'], env)).toMatchObject({ status: 1 });
  });

  it.each([
    [
      { ...cprEnvironment, DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none' },
      /^dfdg quarantine: .* does not answer: .* \(ECONNREFUSED\)\n$/,
    ],
    [
      { DATA_DIR: '/nowhere' },
      /^dfdg quarantine: There is no database in \/nowhere: set DATABASE_URL or DATA_DIR\.\n$/,
    ],
  ])('says in one line what is wrong with %j', async (wrong: Record<string, string>, line) => {
    const { status, err } = await dfdg(['quarantine', 'list'], wrong);
    expect(status).toBe(2);
    expect(err).toMatch(line);
    expect(err).not.toContain('secret');
  });

  it('says that a database without tables wants a server', async () => {
    const sql = connect(database.address, { max: 1 });
    const name = `bare_${database.address.database}`;
    await sql.unsafe(`create database ${name}`);
    const bare = { ...cprEnvironment, DATABASE_URL: urlOf({ ...database.address, database: name }) };
    expect((await dfdg(['quarantine', 'list'], bare)).err).toMatch(
      /start the server on it once\. \(42P01\)\n$/,
    );
    await sql.unsafe(`drop database ${name}`);
    await sql.end();
  });
});
