import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommands } from '../../src/commands/commands.ts';
import { silentLog } from '../../src/logging/log.ts';
import { connect } from '../../src/storage/address.ts';
import { shown } from '../../src/verify/difference.ts';
import { verify, type Progress } from '../../src/verify/verify.ts';
import { madeUpCpr, submission } from '../commands/submission.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { makeHistories } from './history.ts';
import { citizenIdOf, cprKeys } from '../cprKeys.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('verify', () => {
  it('finds nothing wrong in a healthy database, and tells how far it is', async () => {
    await makeHistories(database.address, 1, 600);
    const heard: Progress[] = [];
    const { compared, differences } = await verify(database.sql, {
      onProgress: (progress) => heard.push({ ...progress }),
    });
    expect(differences.map(shown)).toEqual([]);
    expect(compared).toMatchObject({ citizens: 8, decisions: 600, differences: 0 });
    expect(compared.contactGroups).toBeGreaterThan(100);
    expect(compared.sicknessAbsences).toBeGreaterThan(5);
    expect(heard.at(-1)).toEqual(compared);
  });

  it('raises no false alarm while others write', async () => {
    const commands = createCommands({
      address: database.address,
      cprKeys,
      clock: () => new Date(),
      log: silentLog,
    });
    let writing = true;
    const writers = Array.from({ length: 12 }, async (_, writer) => {
      for (let index = 0; writing; index += 1)
        await commands.submitDecision(
          submission({
            cpr: madeUpCpr(writer % 3),
            kyId: `K${index % 5}`,
            contactGroup: 1 + ((index + writer) % 6),
          }),
        );
    });
    const until = Date.now() + 3_000;
    let runs = 0;
    for (; Date.now() < until; runs += 1)
      expect((await verify(database.sql)).differences.map(shown)).toEqual([]);
    writing = false;
    await Promise.all(writers);
    await commands.close();
    expect(runs).toBeGreaterThan(3);
  });
});

describe('a planted corruption is reported:', () => {
  const corruptions: readonly (readonly [name: string, statement: string, expected: string])[] = [
    ['rule', "update decision set rule = 'first-grant' where ID and sequence = 2", 'decision 2: rule'],
    [
      'group meant',
      'update decision set contact_group = null where ID and sequence = 4',
      'decision 4: contact',
    ],
    [
      'deviations',
      "update decision set deviations = '{}' where ID and sequence = 2",
      'decision 2: deviations',
    ],
    ['today', "update decision set today = '2022-06-24' where ID and sequence = 3", 'decision 3: today'],
    ['gap', 'delete from decision where ID and sequence = 3', 'decision 4: gap'],
    ['last decision lost', 'delete from decision where ID and sequence = 5', 'version: stored 5'],
    ['version', 'update citizen set version = 4 where id = CITIZEN', 'last decision: stored 5'],
    [
      'municipality',
      "update citizen set municipality_code = '851' where id = CITIZEN",
      'municipality: stored',
    ],
    [
      'group missing',
      'delete from contact_group where ID and opened_by = 5',
      'decision 5: the contact group',
    ],
    [
      'group too many',
      `insert into contact_group select citizen_id, 3, 12, 'A', '101', start_date from contact_group
        where ID and opened_by = 5`,
      'decision 3: a contact group that the rules do not open',
    ],
    [
      'group code',
      'update contact_group set contact_group = 8 where ID and opened_by = 5',
      'decision 5: contact',
    ],
    [
      'start',
      "update contact_group set start_date = '2022-01-01' where ID and opened_by = 5",
      'decision 5: start',
    ],
    [
      'carrier of an open group',
      "update contact_group set carrier = 'X' where ID and opened_by = 5",
      'decision 5: another case',
    ],
    [
      'carrier of a closed group',
      "update contact_group set carrier = 'B' where ID and opened_by = 2",
      'decision 2: another case',
    ],
    ['end', "update contact_group set end_date = '2022-08-01' where ID and opened_by = 1", 'decision 1: end'],
    [
      'closed by',
      'update contact_group set closed_by = 3 where ID and opened_by = 1',
      'decision 1: its contact group closed',
    ],
    [
      'open though closed',
      'update contact_group set closed_by = null, end_date = null where ID and opened_by = 2',
      'decision 2: its contact group is open',
    ],
    [
      'closed though open',
      "update contact_group set closed_by = 6, end_date = '2022-07-01' where ID and opened_by = 5",
      'decision 5: its contact group is not open',
    ],
    ['case', "update benefit_case set closed = true where ID and ky_id = 'B'", 'decision 2: case closed'],
    [
      'case stopped',
      "update benefit_case set stopped_since_grant = false where ID and ky_id = 'C'",
      'decision 4: case stopped',
    ],
    [
      'granted groups',
      "update benefit_case set granted_groups = '{}' where ID and ky_id = 'A'",
      'decision 1: groups granted',
    ],
    ['case missing', "delete from benefit_case where ID and ky_id = 'A'", 'decision 1: its benefit case'],
    [
      'case too many',
      "insert into benefit_case select citizen_id, 'Z', false, false, '{}' from citizen_cpr where ID",
      'a benefit case that no',
    ],
    ['change missing', 'delete from contact_group_change where ID and sequence = 2', 'decision 2: changes'],
    [
      'change too many',
      `insert into contact_group_change (citizen_id, sequence, ordinal, kind, to_group, municipality_code, occurred_at)
        select citizen_id, 3, 0, 'OPENED', 1, '101', now() from citizen_cpr where ID`,
      'decision 3: changes',
    ],
    [
      'change out of order',
      `update contact_group_change set position = default where ID and sequence = 1`,
      'decision 2: a change that stands too early',
    ],
    [
      'kind of change',
      "update contact_group_change set kind = 'OPENED', from_group = null where ID and sequence = 2",
      'decision 2: change 0, kind',
    ],
    [
      'group of change',
      'update contact_group_change set from_group = 1 where ID and sequence = 4',
      'decision 4: change 0, from',
    ],
    [
      'municipality of change',
      "update contact_group_change set municipality_code = '101' where ID and sequence = 2",
      'decision 2: change 0, municipality',
    ],
    [
      'other municipality',
      'update contact_group_change set other_municipality_code = null where ID and sequence = 2',
      'decision 2: change 0, other',
    ],
    [
      'time of change',
      'update contact_group_change set occurred_at = now() where ID and sequence = 2',
      'decision 2: change 0, occurredAt',
    ],
    [
      'absence',
      "update sickness_absence set sick_from = '2022-05-01' where ID and number = 1",
      'sickness absence 1, sickFrom',
    ],
    [
      'recovery',
      "update sickness_absence set recovered_on = '2022-07-01' where ID and number = 2",
      'sickness absence 2, recoveredOn',
    ],
    [
      'absence missing',
      'delete from sickness_absence where ID and number = 1',
      'sickness absence 1 is missing',
    ],
    ['report missing', 'delete from sickness_report where ID and number = 2', 'sickness absence 2, sickFrom'],
  ];

  /** One citizen for each, and the last one unharmed. */
  const decisions = [
    { kyId: 'A', contactGroup: 2 },
    { kyId: 'B', contactGroup: 11, municipalityCode: '851' },
    { kyId: 'C', contactGroup: 11 },
    { kyId: 'C', kind: 'STOPPED', contactGroup: null },
    { kyId: 'D', contactGroup: 7 },
  ] as const;
  const reports = ['SICK', 'RECOVERED', 'SICK'] as const;
  const found = new Map<string, string[]>();

  beforeAll(async () => {
    const corrupted = await createTestDatabase();
    const clock = () => new Date('2022-06-24T22:30:00.123Z');
    const commands = createCommands({ address: corrupted.address, cprKeys, clock, log: silentLog });
    // One connection: triggers and foreign keys are off for its session.
    const superuser = connect(corrupted.address, { max: 1 });
    await superuser`set session_replication_role = replica`;
    const nameOf = new Map<string, string>();
    for (const [index, [name, statement]] of [...corruptions, ['none', null] as const].entries()) {
      const cpr = madeUpCpr(index);
      for (const one of decisions) await commands.submitDecision(submission({ cpr, ...one }));
      for (const [number, kind] of reports.entries())
        await commands.reportSickness({ kind, messageId: `${name} ${number}`, cpr, date: '2022-06-01' });
      const id = (await citizenIdOf(superuser, cpr)) ?? '';
      nameOf.set(id, name);
      if (statement === null) continue;
      const text = statement.replaceAll('ID', `citizen_id = '${id}'`).replaceAll('CITIZEN', `'${id}'`);
      const { count } = await superuser.unsafe(text);
      if (count !== 1) throw new Error(`${name}: ${count} rows`);
    }
    await commands.close();
    await superuser.end();
    const { differences } = await verify(corrupted.sql, { listAtMost: 1_000 });
    await corrupted.drop();
    for (const difference of differences) {
      const name = nameOf.get(difference.citizenId) ?? '';
      found.set(name, [...(found.get(name) ?? []), shown(difference)]);
    }
  });

  it.each(corruptions)('%s', (name, _statement, expected) => {
    expect(found.get(name)?.join('\n')).toContain(expected);
  });

  it('and nothing else', () => {
    expect(found.get('none')).toBeUndefined();
  });
});
