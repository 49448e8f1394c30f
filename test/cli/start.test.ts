import { afterAll, beforeAll, expect, it } from 'vitest';
import { urlOf } from '../../src/storage/address.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { startProgram } from '../server/program.ts';
import { cprEnvironment } from '../cprKeys.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('dfdg start serves until it is told to stop', async () => {
  const program = await startProgram({ ...cprEnvironment, DATABASE_URL: urlOf(database.address) }, [
    'src/cli/main.ts',
    'start',
  ]);
  expect((await fetch(`${program.url}/readyz`)).status).toBe(200);
  expect((await program.end('SIGTERM')).code).toBe(0);
});
