import { createConnection, createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../../src/storage/address.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('leaves no rejection to nobody when a new connection dies before its first statement', async () => {
  const { host, port, database: name, username } = database.address;
  const asked: string[] = [];
  // Cut as soon as anything is asked that is not ours.
  const server = createServer((near) => {
    const far = createConnection(`${host}/.s.PGSQL.${port}`);
    near.on('data', (chunk) => {
      asked.push(chunk.toString('latin1'));
      if (asked.at(-1)?.includes('pg_type')) near.resetAndDestroy();
      else far.write(chunk);
    });
    far.pipe(near);
    for (const end of [near, far]) end.on('error', () => undefined);
    near.on('close', () => far.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  const sql = connect(`postgres://${username}@127.0.0.1:${address.port}/${name}`, { max: 1 });
  expect(
    await sql`select ${['a "b"', 'c\\d', 'e,f']}::text[] = array['a "b"', 'c\\d', 'e,f'] as same`,
  ).toEqual([{ same: true }]);
  expect(asked.join('')).not.toContain('pg_type');
  await sql.end();
  server.close();
});
