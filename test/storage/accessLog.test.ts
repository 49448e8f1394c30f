import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { appendAccesses, keepAccessMonths, type AccessRow } from '../../src/storage/accessLog.ts';
import { codeOf } from '../../src/storage/faults.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

let database: TestDatabase;
beforeEach(async () => {
  await (database as TestDatabase | undefined)?.drop();
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** The first of the month so many months from now, in UTC. */
function monthFromNow(months: number): Date {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months));
}

const nameOf = (month: Date) => `access_log_${month.toISOString().slice(0, 7).replace('-', '_')}`;

const row = (at: Date): AccessRow => ({
  at: at.toISOString(),
  citizenId: null,
  subject: 'test',
  municipalities: ['101', '851'],
  operation: 'Query.citizen',
  kind: 'READ',
  outcome: 'REFUSED',
  requestId: null,
});

/** How many rows each partition holds. */
async function partitions(): Promise<Record<string, number>> {
  const rows = await database.sql<{ name: string; count: number }[]>`
    select c.relname as name,
      (xpath('/row/count/text()', query_to_xml('select count(*) from ' || c.relname, false, true, '')))[1]::text::int
        as count
    from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'access_log'::regclass`;
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

describe('the months of the access log', () => {
  it('are made ahead, once, by instances that start together', async () => {
    await Promise.all(Array.from({ length: 6 }, () => keepAccessMonths(database.sql, 24)));
    expect(Object.keys(await partitions()).sort()).toEqual(
      [...[0, 1, 2].map(monthFromNow).map(nameOf), 'access_log_rest'].sort(),
    );
  });

  it('hold the rows between their first and their last moment in UTC', async () => {
    await keepAccessMonths(database.sql, 24);
    const next = monthFromNow(1);
    await appendAccesses(database.sql, [row(new Date(next.getTime() - 1)), row(next)]);
    expect(await partitions()).toMatchObject({ [nameOf(monthFromNow(0))]: 1, [nameOf(next)]: 1 });
  });

  it('take over what came before they were there', async () => {
    const far = monthFromNow(7);
    await appendAccesses(database.sql, [row(monthFromNow(0)), row(monthFromNow(-1)), row(far)]);
    expect(await partitions()).toEqual({ access_log_rest: 3 });
    await keepAccessMonths(database.sql, 24);
    expect(await partitions()).toMatchObject({
      access_log_rest: 0,
      [nameOf(monthFromNow(-1))]: 1,
      [nameOf(monthFromNow(0))]: 1,
      [nameOf(far)]: 1,
    });
  });

  it('are dropped once they ended as long ago as they are to be kept', async () => {
    await appendAccesses(database.sql, [
      row(monthFromNow(-3)),
      row(monthFromNow(-4)),
      row(monthFromNow(-30)),
    ]);
    await keepAccessMonths(database.sql, 3);
    const kept = Object.keys(await partitions());
    expect(kept).toContain(nameOf(monthFromNow(-3)));
    expect(kept).not.toContain(nameOf(monthFromNow(-4)));
    expect(kept).not.toContain(nameOf(monthFromNow(-30)));
  });

  it('do not wait for a long read of the log', async () => {
    await keepAccessMonths(database.sql, 24);
    const reading = database.sql`select pg_sleep(1.5) from (select count(*) from access_log) as all_of_it`;
    const begun = performance.now();
    await keepAccessMonths(database.sql, 24);
    expect(performance.now() - begun).toBeLessThan(1_000);
    await reading;
  });
});

it('no row is changed or deleted, by its month neither', async () => {
  await keepAccessMonths(database.sql, 24);
  await appendAccesses(database.sql, [row(new Date())]);
  for (const table of ['access_log', nameOf(monthFromNow(0))])
    for (const statement of [`update ${table} set subject = 'x'`, `delete from ${table}`])
      expect(await database.sql.unsafe(statement).catch(codeOf), statement).toBe('23001');
  expect(await database.sql.unsafe('truncate access_log').catch(codeOf)).toBe('23001');
});
