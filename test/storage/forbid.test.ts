import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommands } from '../../src/commands/commands.ts';
import { silentLog } from '../../src/logging/log.ts';
import { codeOf } from '../../src/storage/faults.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { madeUpCpr, submission } from '../commands/submission.ts';
import journal from '../../drizzle/meta/_journal.json' with { type: 'json' };
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { cprKeys } from '../cprKeys.ts';

let database: TestDatabase;
let id: string;

// One citizen: group 2 opened by decision 1 and closed by 2, group 3 opened by 3.
beforeAll(async () => {
  database = await createTestDatabase();
  const commands = createCommands({
    address: database.address,
    cprKeys,
    clock: () => new Date(),
    log: silentLog,
  });
  const cpr = madeUpCpr(1);
  await commands.submitDecision(submission({ cpr, messageId: 'first' }));
  await commands.submitDecision(submission({ cpr, kind: 'STOPPED' }));
  await commands.submitDecision(submission({ cpr, contactGroup: 3 }));
  await commands.reportSickness({ kind: 'SICK', messageId: 'sick', cpr, date: '2022-06-01' });
  await commands.close();
  const [row] = await database.sql<{ id: string }[]>`select id from citizen`;
  id = row!.id;
});
afterAll(() => database.drop());

const uniqueViolation = '23505';
const checkViolation = '23514';
const foreignKeyViolation = '23503';
const restrictViolation = '23001';

async function sqlStateOf(statement: string): Promise<string | null> {
  return database.sql.unsafe(statement.replaceAll('ID', `'${id}'`)).then(
    () => null,
    (error: unknown) => codeOf(error),
  );
}

const insertDecision = (sequence: number, messageId: string, more = "'2022-06-01', null") =>
  `insert into decision values (ID, ${sequence}, '${messageId}', 'A', 'GRANTED', 2, 2, '101', ${more},
    now(), '2022-06-24', 'first-grant', '{}')`;
const insertGroup = (openedBy: number, group: number, more: string) =>
  `insert into contact_group values (ID, ${openedBy}, ${group}, 'A', '101', ${more})`;

describe('the database forbids', () => {
  it.each([
    ['a gap in the sequence', insertDecision(5, 'new'), checkViolation],
    ['a sequence that starts at 0', insertDecision(0, 'new'), checkViolation],
    ['a repeat in the sequence', insertDecision(3, 'new'), uniqueViolation],
    ['a repeated message id', insertDecision(4, 'first'), uniqueViolation],
    [
      'an end before the start of a decision',
      insertDecision(4, 'new', "'2022-06-02', '2022-06-01'"),
      checkViolation,
    ],
    ['two open rows of one group', insertGroup(2, 3, "'2022-06-01', null, null"), uniqueViolation],
    [
      'an end before the start of a group',
      insertGroup(2, 5, "'2022-06-02', '2022-06-01', 3"),
      checkViolation,
    ],
    [
      'an end that no decision brought about',
      insertGroup(2, 5, "'2022-06-02', '2022-06-03', null"),
      checkViolation,
    ],
    ['a closing before the opening', insertGroup(2, 5, "'2022-06-02', '2022-06-03', 1"), checkViolation],
    ['a group opened by no decision', insertGroup(9, 5, "'2022-06-02', null, null"), foreignKeyViolation],
    ['rewriting a decision', "update decision set ky_id = 'B'", restrictViolation],
    ['deleting a decision', 'delete from decision', restrictViolation],
    ['truncating the decisions', 'truncate decision cascade', restrictViolation],
    ['rewriting a change', 'update contact_group_change set ordinal = 1', restrictViolation],
    ['deleting a change', 'delete from contact_group_change', restrictViolation],
    ['deleting a group', 'delete from contact_group', restrictViolation],
    ['reopening a group', 'update contact_group set end_date = null, closed_by = null', restrictViolation],
    [
      'moving the start of an open group',
      "update contact_group set start_date = '2020-01-01' where closed_by is null",
      restrictViolation,
    ],
    ['rewriting a sickness report', "update sickness_report set kind = 'SICK'", restrictViolation],
    ['deleting an absence', 'delete from sickness_absence', restrictViolation],
    [
      'two absences at once',
      `insert into sickness_absence values (ID, 2, '2022-06-02', null)`,
      uniqueViolation,
    ],
    ['recovery before sickness', `update sickness_absence set recovered_on = '2022-01-01'`, checkViolation],
    ['a version that goes back', 'update citizen set version = 1', restrictViolation],
    [
      'two citizens with one number',
      `with c as (insert into citizen values (gen_random_uuid(), 1, '101') returning id)
      insert into citizen_cpr select id, cpr_hash, cpr_key, cpr_encrypted from c, citizen_cpr`,
      uniqueViolation,
    ],
  ])('%s', async (_, statement, sqlState) => {
    expect(await sqlStateOf(statement)).toBe(sqlState);
  });
});

describe('erasing a person', () => {
  it('takes one row away and leaves the pseudonymous ledger', async () => {
    expect(await sqlStateOf('delete from citizen_cpr')).toBeNull();
    expect(await database.sql`select 1 from decision`).toHaveLength(3);
  });
});

describe('migrate', () => {
  it('may run in several instances at once, and again', async () => {
    const empty = await createTestDatabase();
    await empty.sql.unsafe('drop schema public cascade; drop schema drizzle cascade; create schema public');
    await Promise.all(Array.from({ length: 6 }, () => migrate(empty.address)));
    await migrate(empty.address);
    expect(await empty.sql`select 1 from drizzle.__drizzle_migrations`).toHaveLength(journal.entries.length);
    expect(await empty.sql`select 1 from decision`).toHaveLength(0);
    await empty.drop();
  });
});
