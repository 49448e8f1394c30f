import { sql as drizzleSql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, toPostgresOptions } from '../../src/storage/address.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Fails when two of its rows have been sent. */
const failsAfterTwoRows = 'select 1 / (3 - i) as i from generate_series(1, 4) as i';

describe('the result of a statement after one that failed among its rows, on the same connection', () => {
  it('begins with its first row', async () => {
    const sql = connect(database.address, { max: 1 });
    for (const next of [() => sql`select 7 as i`, () => sql.unsafe('select 7 as i')]) {
      await expect(sql.unsafe(failsAfterTwoRows)).rejects.toThrow('division by zero');
      expect([...(await next())]).toEqual([{ i: 7 }]);
    }
    await sql.end();
  });

  it('begins with its first row where Drizzle asks', async () => {
    const sql = connect(database.address, { max: 1 });
    const db = drizzle(sql);
    const next = db
      .select({ i: drizzleSql<number>`i` })
      .from(drizzleSql`(values (7)) as given(i)`)
      .prepare('next');
    await expect(db.execute(failsAfterTwoRows)).rejects.toThrow();
    expect([...(await next.execute())]).toEqual([{ i: 7 }]);
    await sql.end();
  });

  // When this fails, src/storage/wholeResults.ts is no longer needed.
  it('begins with holes in postgres.js itself', async () => {
    const sql = postgres({ ...toPostgresOptions(database.address), max: 1 });
    await expect(sql.unsafe(failsAfterTwoRows)).rejects.toThrow('division by zero');
    expect([...(await sql`select 7 as i`)]).toEqual([undefined, undefined, { i: 7 }]);
    await sql.end();
  });
});
