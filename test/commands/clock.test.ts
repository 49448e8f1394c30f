import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { todayInCopenhagen } from '../../src/commands/clock.ts';
import { createCommands } from '../../src/commands/commands.ts';
import { silentLog } from '../../src/logging/log.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { madeUpCpr, submission } from './submission.ts';
import { cprKeys } from '../cprKeys.ts';

// 23:59 and 00:01 in Copenhagen, in summer (UTC+2), in winter (UTC+1) and around both changes of the clock.
const instants = [
  { instant: '2022-06-24T21:59:00Z', today: '2022-06-24' },
  { instant: '2022-06-24T22:01:00Z', today: '2022-06-25' },
  { instant: '2022-12-24T22:59:00Z', today: '2022-12-24' },
  { instant: '2022-12-24T23:01:00Z', today: '2022-12-25' },
  { instant: '2026-03-28T23:01:00Z', today: '2026-03-29' },
  { instant: '2026-03-29T21:59:00Z', today: '2026-03-29' },
  { instant: '2026-10-24T22:01:00Z', today: '2026-10-25' },
  { instant: '2026-10-25T22:59:00Z', today: '2026-10-25' },
];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const ownZone = process.env['TZ'];

describe.each(['UTC', 'America/Los_Angeles'])('today, on a server in %s', (zone) => {
  beforeAll(() => {
    process.env['TZ'] = zone;
  });
  afterAll(() => {
    if (ownZone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = ownZone;
  });

  it('is read in that zone by this test', () => {
    expect(new Date('2022-06-24T00:00:00Z').getHours()).toBe(zone === 'UTC' ? 0 : 17);
  });

  it.each(instants)('is $today at $instant', ({ instant, today }) => {
    expect(todayInCopenhagen(new Date(instant))).toBe(today);
  });

  it.each(instants)(
    'is stored with the decision and decides what is historical at $instant',
    async (given) => {
      const { instant, today } = given;
      const commands = createCommands({
        address: database.address,
        cprKeys,
        clock: () => new Date(instant),
        log: silentLog,
      });
      const index = 1000 * (zone === 'UTC' ? 1 : 2) + instants.indexOf(given);
      const startDate = '2022-01-01';
      const grants = [new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10), today].map(
        (endDate, i) => submission({ cpr: madeUpCpr(index * 2 + i), startDate, endDate }),
      );
      const answers = await Promise.all(grants.map((grant) => commands.submitDecision(grant)));
      await commands.close();
      expect(answers.map((answer) => answer.kind === 'stored' && answer.stored.decision)).toMatchObject([
        { rule: 'historical-grant', startDate, endDate: grants[0]!.endDate },
        { rule: 'first-grant', startDate, endDate: today },
      ]);
      const ids = grants.map((grant) => grant.messageId);
      const rows = await database.sql`select distinct today from decision where message_id = any(${ids})`;
      expect(rows).toEqual([{ today }]);
    },
  );
});
