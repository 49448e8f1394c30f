import { afterAll, beforeAll, expect, it } from 'vitest';
import { createChangeFeed } from '../../src/changes/feed.ts';
import { createCommands } from '../../src/commands/commands.ts';
import { silentLog } from '../../src/logging/log.ts';
import { createReads } from '../../src/storage/reads.ts';
import { madeUpCpr, submission } from '../commands/submission.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { cprKeys } from '../cprKeys.ts';

let database: TestDatabase;

// PostgreSQL's own functions come after ours here, so that nothing is ever notified.
beforeAll(async () => {
  database = await createTestDatabase();
  await database.sql.unsafe(`
    create schema silent;
    grant usage on schema silent to public;
    create function silent.pg_notify(text, text) returns void language sql as '';
    alter database ${database.address.database} set search_path = silent, pg_catalog, public`);
});
afterAll(() => database.drop());

it('tells of a change within a second where every hint is lost', async () => {
  const { address } = database;
  const reads = createReads(address, cprKeys);
  const feed = await createChangeFeed({ address, reads, log: silentLog });
  const commands = createCommands({ address, cprKeys, clock: () => new Date(), log: silentLog });
  const subscription = await feed.subscribe({ municipalities: null, citizenId: null }, 0);
  for (let index = 0; index < 3; index += 1) {
    const told = subscription.next();
    await commands.submitDecision(submission({ cpr: madeUpCpr(index) }));
    const inTime = new Promise((resolve) => setTimeout(resolve, 1_000, 'nothing'));
    expect(await Promise.race([told, inTime])).toMatchObject({ done: false });
  }
  await commands.close();
  await feed.close();
  await reads.close();
});
