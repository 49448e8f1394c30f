import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommands } from '../../src/commands/commands.ts';
import type { Commands, Submission, SubmissionAnswer } from '../../src/commands/submission.ts';
import { silentLog } from '../../src/logging/log.ts';
import { decide } from '../../src/rules/decide.ts';
import { evolve } from '../../src/rules/evolve.ts';
import { unknownCitizen, type CitizenState } from '../../src/rules/state.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { madeUpCpr, submission } from './submission.ts';
import { citizenIdOf, cprKeys } from '../cprKeys.ts';

const now = new Date('2022-06-24T10:00:00.123Z');
let database: TestDatabase;
let commands: Commands;
let other: Commands;

beforeAll(async () => {
  database = await createTestDatabase();
  const instance = () =>
    createCommands({ address: database.address, cprKeys, clock: () => now, log: silentLog });
  commands = instance();
  other = instance();
});

afterAll(async () => {
  await commands.close();
  await other.close();
  await database.drop();
});

function stored(answer: SubmissionAnswer) {
  if (answer.kind !== 'stored') throw new Error(`not stored: ${JSON.stringify(answer)}`);
  return answer;
}

describe('submitDecision', () => {
  it('stores the decision, what came of it and when it was received', async () => {
    const cpr = madeUpCpr(1);
    await commands.submitDecision(submission({ cpr, municipalityCode: '101' }));
    const answer = stored(
      await commands.submitDecision(
        submission({ cpr, kyId: 'B', contactGroup: 11, municipalityCode: '851', startDate: '2022-07-01' }),
      ),
    );
    const citizenId = answer.stored.decision.citizenId;
    expect(answer).toEqual({
      kind: 'stored',
      duplicate: false,
      stored: {
        decision: expect.objectContaining({
          sequence: 2,
          rule: 'superseding-grant',
          deviations: ['OVERLAPPING_GRANT'],
          receivedAt: '2022-06-24T10:00:00.123Z',
          today: '2022-06-24',
        }) as unknown,
        changes: [
          {
            position: expect.any(Number) as unknown,
            citizenId,
            sequence: 2,
            ordinal: 0,
            kind: 'CHANGED',
            from: 1,
            to: 2,
            municipalityCode: '851',
            otherMunicipalityCode: '101',
            occurredAt: '2022-06-24T10:00:00.123Z',
          },
        ],
        groups: [
          expect.objectContaining({
            openedBy: 1,
            contactGroup: 2,
            endDate: '2022-06-30',
            closedBy: 2,
          }) as unknown,
          expect.objectContaining({
            openedBy: 2,
            contactGroup: 11,
            endDate: null,
            closedBy: null,
          }) as unknown,
        ],
      },
    });
  });

  it('answers a repeat with what is stored, also in another instance and when written with a hyphen', async () => {
    const first = submission({ cpr: madeUpCpr(2) });
    const { stored: original } = stored(await commands.submitDecision(first));
    const hyphened = { ...first, cpr: `${first.cpr.slice(0, 6)}-${first.cpr.slice(6)}` };
    for (const repeat of [await commands.submitDecision(first), await other.submitDecision(hyphened)]) {
      expect(repeat).toMatchObject({ kind: 'stored', duplicate: true });
      const { decision, changes, groups } = stored(repeat).stored;
      expect(decision).toMatchObject({ sequence: 1, rule: original.decision.rule });
      expect(changes).toEqual(original.changes);
      expect(groups).toMatchObject([{ openedBy: 1, contactGroup: 2 }]);
    }
  });

  it.each<Partial<Submission>>([
    { cpr: madeUpCpr(99) },
    { municipalityCode: '102' },
    { kyId: 'B' },
    { kind: 'REJECTED' },
    { contactGroup: 3 },
    { startDate: '2022-06-02' },
    { endDate: '2022-06-30' },
  ])('refuses a message id that was used with other content: %o', async (difference) => {
    const first = submission({ cpr: madeUpCpr(3) });
    await commands.submitDecision(first);
    const together = submission({ cpr: madeUpCpr(4) });
    const [, ...answers] = await Promise.all([
      commands.submitDecision(together),
      commands.submitDecision({ ...together, ...difference }),
      commands.submitDecision({ ...first, ...difference }),
    ]);
    for (const answer of answers)
      expect(answer).toMatchObject({
        kind: 'refused',
        userErrors: [{ code: 'MESSAGE_ID_REUSED', field: 'messageId' }],
      });
    expect(
      await database.sql`select 1 from decision where message_id = any(${[first.messageId, together.messageId]})`,
    ).toHaveLength(2);
  });

  it('stores one row for a thousand copies at once, and calls one of them no duplicate', async () => {
    const one = submission({ cpr: madeUpCpr(5) });
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, i) => (i % 2 ? commands : other).submitDecision(one)),
    );
    expect(answers.filter((answer) => !stored(answer).duplicate)).toHaveLength(1);
    expect(new Set(answers.map((answer) => stored(answer).stored.decision.sequence))).toEqual(new Set([1]));
    expect(await database.sql`select 1 from decision where message_id = ${one.messageId}`).toHaveLength(1);
  });

  it('names every faulty field at once and writes nothing', async () => {
    const answer = await commands.submitDecision({
      messageId: ' ',
      cpr: '3102901234',
      municipalityCode: '1',
      kyId: 'x'.repeat(201),
      kind: 'GRANTED',
      contactGroup: null,
      startDate: '2022-06-02',
      endDate: '2022-06-01',
    });
    expect(
      answer.kind === 'refused' && answer.userErrors.map(({ field, code }) => `${field} ${code}`),
    ).toEqual([
      'messageId INVALID_MESSAGE_ID',
      'cpr INVALID_CPR',
      'municipalityCode INVALID_MUNICIPALITY',
      'kyId INVALID_KY_ID',
      'contactGroup CONTACT_GROUP_REQUIRED',
      'endDate END_BEFORE_START',
    ]);
    expect(await commands.submitDecision(submission({ contactGroup: 9 }))).toMatchObject({
      userErrors: [{ field: 'contactGroup', code: 'UNKNOWN_CONTACT_GROUP' }],
    });
  });

  it('lets one decision that the database refuses fail alone', async () => {
    const cprs = Array.from({ length: 10 }, (_, i) => madeUpCpr(200 + i));
    const impossible = { ...submission({ cpr: cprs[4]!, kyId: 'A' }), startDate: '2022-02-30' };
    const answers = await Promise.all(
      cprs.map((cpr, i) => commands.submitDecision(i === 4 ? impossible : submission({ cpr }))),
    );
    expect(answers.map((answer) => answer.kind)).toEqual(cprs.map((_, i) => (i === 4 ? 'failed' : 'stored')));
    expect(answers[4]).toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
      reference: expect.any(String) as unknown,
    });
  });

  it('keeps the given order of one citizen, and a group may open and close in one batch', async () => {
    const cpr = madeUpCpr(6);
    const kinds = ['GRANTED', 'STOPPED', 'GRANTED', 'CLOSED', 'GRANTED'] as const;
    const answers = await Promise.all(
      kinds.map((kind) => commands.submitDecision(submission({ cpr, kind }))),
    );
    expect(answers.map((answer) => stored(answer).stored.decision.sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(
      await database.sql`select opened_by, closed_by from contact_group
        where citizen_id = ${await citizenIdOf(database.sql, cpr)} order by opened_by`,
    ).toEqual([
      { opened_by: 1, closed_by: 2 },
      { opened_by: 3, closed_by: 4 },
      { opened_by: 5, closed_by: null },
    ]);
  });

  it('stores what the rules say, whatever two instances do to few citizens at once', async () => {
    const cprs = Array.from({ length: 8 }, (_, i) => madeUpCpr(300 + i));
    const pick = <T>(list: readonly T[], n: number) => list[n % list.length] as T;
    let seed = 7;
    const next = () => (seed = (seed * 48271) % 2147483647);
    const sent = Array.from({ length: 600 }, () =>
      submission({
        cpr: pick(cprs, next()),
        kyId: pick(['A', 'B', '__proto__'], next()),
        kind: pick(['GRANTED', 'GRANTED', 'REJECTED', 'STOPPED', 'CLOSED'], next()),
        contactGroup: pick([2, 10, 11, 13], next()),
        municipalityCode: pick(['101', '851'], next()),
        endDate: pick([null, null, '2022-06-23', '2022-06-24'], next()),
      }),
    );
    const answers = await Promise.all(sent.map((one, i) => (i % 2 ? commands : other).submitDecision(one)));
    for (const cpr of cprs) {
      const decisions = await database.sql`
        select d.sequence, d.message_id, d.rule, to_json(d.deviations) as deviations, d.today from decision d
        where citizen_id = ${await citizenIdOf(database.sql, cpr)} order by sequence`;
      let state: CitizenState = unknownCitizen;
      for (const [i, row] of decisions.entries()) {
        expect(row['sequence']).toBe(i + 1);
        const index = sent.findIndex((one) => one.messageId === row['message_id']);
        const one = sent[index] as Submission;
        const outcome = decide(state, one, row['today'] as string);
        expect(row).toMatchObject({ rule: outcome.rule, deviations: outcome.deviations });
        const { changes } = stored(answers[index]!).stored;
        expect(changes.map((change) => change.kind)).toEqual(outcome.changes.map((change) => change.kind));
        state = evolve(state, one, outcome);
      }
      const open = await database.sql`
        select contact_group, carrier, start_date, opened_by from contact_group
        where citizen_id = ${await citizenIdOf(database.sql, cpr)} and closed_by is null order by opened_by`;
      expect(
        open.map((row) => ({
          contactGroup: row['contact_group'] as number,
          carrier: row['carrier'] as string,
          startDate: row['start_date'] as string,
          openedBy: row['opened_by'] as number,
        })),
      ).toEqual(state.openGroups);
    }
    const log = await database.sql`
      select citizen_id, sequence, ordinal from contact_group_change order by position`;
    const latest = new Map<unknown, number>();
    for (const row of log) {
      const place = (row['sequence'] as number) * 100 + (row['ordinal'] as number);
      expect(place).toBeGreaterThan(latest.get(row['citizen_id']) ?? 0);
      latest.set(row['citizen_id'], place);
    }
  });
});

describe('previewDecision', () => {
  const seen = (one: Submission, municipalities: string[] | null = null) => ({ ...one, municipalities });

  it('looks at a citizen of another municipality as if nothing was received', async () => {
    const cpr = madeUpCpr(8);
    await commands.submitDecision(submission({ cpr, municipalityCode: '101' }));
    const next = submission({ cpr, kyId: 'B', contactGroup: 11 });
    expect(await commands.previewDecision(seen(next, ['101']))).toMatchObject({ rule: 'superseding-grant' });
    expect(await commands.previewDecision(seen(next, ['851']))).toMatchObject({ rule: 'first-grant' });
  });

  it('says what submitting would do and writes nothing', async () => {
    const cpr = madeUpCpr(7);
    const first = submission({ cpr });
    expect(await commands.previewDecision(seen(first))).toEqual({
      kind: 'previewed',
      citizenId: null,
      isSeen: false,
      rule: 'first-grant',
      openAfter: [2],
      deviations: [],
    });
    expect(await citizenIdOf(database.sql, cpr)).toBeNull();
    await commands.submitDecision(first);
    expect(
      await commands.previewDecision(seen(submission({ cpr, kyId: 'B', contactGroup: 13 }))),
    ).toMatchObject({
      rule: 'concurrent-grant',
      openAfter: [2, 13],
    });
    expect(await commands.previewDecision(seen(first))).toMatchObject({
      rule: 'first-grant',
      openAfter: [2],
    });
    expect(await commands.previewDecision(seen({ ...first, kyId: 'B' }))).toMatchObject({
      kind: 'refused',
      userErrors: [{ code: 'MESSAGE_ID_REUSED' }],
    });
  });
});
