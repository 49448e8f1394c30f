import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommands } from '../../src/commands/commands.ts';
import type { Commands } from '../../src/commands/submission.ts';
import { silentLog } from '../../src/logging/log.ts';
import { appendAccesses } from '../../src/storage/accessLog.ts';
import { connectAsServer, type DatabaseClient } from '../../src/storage/address.ts';
import { codeOf } from '../../src/storage/faults.ts';
import { behindNoWall, createReads, type Reads } from '../../src/storage/reads.ts';
import { perMunicipalities, settingsOfSight } from '../../src/storage/rowSecurity.ts';
import { madeUpCpr, submission } from '../commands/submission.ts';
import { citizenIdOf, cprKeys } from '../cprKeys.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

let database: TestDatabase;
let commands: Commands & { close(): Promise<void> };
let reads: Reads;
const cpr = madeUpCpr(1);
let citizenId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const clock = () => new Date('2022-06-24T10:00:00Z');
  commands = createCommands({ address: database.address, cprKeys, clock, log: silentLog });
  reads = createReads(database.address, cprKeys, { rowSecurity: true });
  // The citizen has moved from 101 to 147.
  await commands.submitDecision(submission({ cpr, kyId: 'A', municipalityCode: '101' }));
  await commands.submitDecision(submission({ cpr, kyId: 'A', municipalityCode: '147', contactGroup: 11 }));
  await commands.reportSickness({ kind: 'SICK', messageId: 'sick', cpr, date: '2022-06-01' });
  citizenId = (await citizenIdOf(database.sql, cpr)) ?? '';
  await appendAccesses(database.sql, [
    {
      at: '2022-06-24T10:00:00Z',
      citizenId,
      subject: 'test',
      municipalities: ['147'],
      operation: 'Query.citizen',
      kind: 'READ',
      outcome: 'ANSWERED',
      requestId: null,
    },
  ]);
});
afterAll(async () => {
  await commands.close();
  await reads.close();
  await database.drop();
});

/** Every read as a caller would send it who forgot to ask whose the citizen is. */
const unfiltered: Readonly<Record<string, (of: Reads) => Promise<unknown>>> = (() => {
  const page = () => ({ citizenId, first: 10, before: null });
  const log = { end: 'first', size: 10, after: null, before: null, municipalities: null } as const;
  return {
    states: (of) =>
      of.states([{ citizenId, openContactGroups: true, decisions: { first: 10, before: null } }]),
    citizens: (of) => of.citizens([citizenId]),
    cprs: (of) => of.cprs([citizenId]),
    contactGroups: (of) => of.contactGroups([{ citizenId, openedBy: 1 }]),
    openContactGroups: (of) => of.openContactGroups([citizenId]),
    contactGroupsOn: (of) => of.contactGroupsOn([{ citizenId, on: '2022-06-24' }]),
    contactGroupPages: (of) => of.contactGroupPages([page()]),
    decisions: (of) => of.decisions([{ citizenId, sequence: 1 }]),
    decisionPages: (of) => of.decisionPages([page()]),
    decisionPagesOfCase: (of) => of.decisionPagesOfCase([{ ...page(), kyId: 'A' }]),
    changes: (of) => of.changes([{ citizenId, sequence: 1, ordinal: 0 }]),
    changesOfDecisions: (of) => of.changesOfDecisions([{ citizenId, sequence: 1 }]),
    changePage: async (of) => [
      await of.changePage({ ...log, citizenId }),
      await of.changePage({ ...log, citizenId: null }),
    ],
    sicknessAbsences: (of) => of.sicknessAbsences([{ citizenId, first: 10 }]),
    accessPages: (of) => of.accessPages([page()]),
  };
})();

describe('a read that forgot to ask whose it is', () => {
  it('is each one that there is but those that are about nobody, or tell whose somebody is', () => {
    const others = [...behindNoWall, 'whose', 'deviationReport', 'seenBy', 'close'];
    expect([...Object.keys(unfiltered), ...others].sort()).toEqual(Object.keys(reads).sort());
  });

  it.each(Object.entries(unfiltered))('is answered nothing by the database itself: %s', async (_, read) => {
    const all = await read(reads);
    expect(JSON.stringify(all)).toMatch(/\w/);
    // Of the municipality, or one that has heard of the citizen.
    expect(await read(reads.seenBy(new Set(['147'])))).toEqual(all);
    expect(await read(reads.seenBy(new Set(['999', '101'])))).toEqual(all);
    for (const codes of [['999'], ['998', '999'], []]) {
      const nothing = await read(reads.seenBy(new Set(codes)));
      expect(JSON.stringify(nothing)).toMatch(/^[[\]{},]*(null|"items":|"hasMore":false|[[\]{},])*$/);
    }
  });

  it('is answered as ever without ROW_SECURITY, and for who sees all', () => {
    const open = createReads(database.address, cprKeys);
    expect(open.seenBy(new Set(['999']))).toBe(open);
    expect(reads.seenBy(null)).toBe(reads);
    return open.close();
  });
});

describe('a connection of a jobcentre', () => {
  const insufficientPrivilege = '42501';
  const as = (settings: Record<string, string>) =>
    connectAsServer(database.address, { max: 1, settings: { ...settings } });
  const codeOfStatement = (sql: DatabaseClient, statement: string) =>
    sql.unsafe(statement).then(
      () => null,
      (error: unknown) => codeOf(error),
    );

  it('shows nothing unless it says whose', async () => {
    const sql = as({ role: settingsOfSight([])['role'] ?? '' });
    expect(await sql`select from citizen`).toHaveLength(0);
    await sql.end();
  });

  it.each([
    "insert into citizen (id, version) values ('01a20c2f-7c7c-704d-a13f-83ae6591adbd', 0)",
    'update citizen set version = version',
    'delete from citizen',
    'set row_security = off; select from decision',
    'select from benefit_case',
    'select from sickness_report',
    'select from quarantined_message',
    'select from access_log_rest',
    'alter table decision disable row level security',
    'drop policy in_sight on decision',
  ])('may not %s', async (statement) => {
    const sql = as(settingsOfSight(['147']));
    expect(await codeOfStatement(sql, statement)).toBe(insufficientPrivilege);
    await sql.end();
  });

  it('takes on a role that no rule is lifted for', async () => {
    const roles = await database.sql`
      select rolname as name from pg_roles
      where rolname in ('dfdg_server', 'dfdg_jobcentre') and not (rolsuper or rolbypassrls or rolcanlogin)`;
    expect(roles).toHaveLength(2);
  });
});

describe('connections for each set of municipalities', () => {
  const opened: string[] = [];
  const closed: string[] = [];
  const open = (codes: readonly string[]) => {
    const name = codes.join();
    opened.push(name);
    return { name, close: () => Promise.resolve(void closed.push(name)) };
  };

  it('are the same for one set, in whatever order, and close when many others were asked for since', async () => {
    const sets = perMunicipalities(open, 2);
    const use = (...codes: string[]) => sets.use(new Set(codes), ({ name }) => Promise.resolve(name));
    expect(await use('751', '101')).toBe('101,751');
    await use('147');
    await use('101', '751');
    await use('860');
    expect([opened.splice(0), closed.splice(0)]).toEqual([['101,751', '147', '860'], ['147']]);
    await sets.close();
    expect(closed.splice(0).sort()).toEqual(['101,751', '860']);
  });

  it('do not close while a read is under way', async () => {
    const sets = perMunicipalities(open, 1);
    let answer: () => void = () => undefined;
    const slow = sets.use(new Set(['101']), () => new Promise<void>((resolve) => (answer = resolve)));
    await sets.use(new Set(['147']), () => Promise.resolve());
    expect(closed).toEqual([]);
    answer();
    await slow;
    expect(closed).toEqual(['101']);
    await sets.close();
  });
});
