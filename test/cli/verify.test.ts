import { afterAll, beforeAll, expect, it } from 'vitest';
import { urlOf } from '../../src/storage/address.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { makeHistories } from '../verify/history.ts';
import { dfdg } from './run.ts';
import { cprEnvironment } from '../cprKeys.ts';

let database: TestDatabase;
let env: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  env = { ...cprEnvironment, DATABASE_URL: urlOf(database.address) };
  await makeHistories(database.address, 3, 40);
});
afterAll(() => database.drop());

it('shows how far it is on a terminal, and takes the bar away before it says what came of it', async () => {
  const { status, out, err } = await dfdg(['verify'], env, { columns: 80 });
  expect(status).toBe(0);
  expect(out).toMatch(/^8 citizens, 40 decisions, .*\nAll is as the rules say\.\n$/);
  expect(err.startsWith('\r\u001b[K[--------------------] 0 %, 0 decisions')).toBe(true);
  expect(err.endsWith('\r\u001b[K')).toBe(true);
});

it('says whether all is as the rules say, by its exit status too', async () => {
  expect(await dfdg(['verify'], env)).toMatchObject({ status: 0, err: '' });
  await database.sql`update benefit_case set closed = not closed`;
  const { status, out } = await dfdg(['verify'], env);
  expect(status).toBe(1);
  expect(out).toMatch(/\n\d+ differences\.\n$/);
});
