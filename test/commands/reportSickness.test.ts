import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommands } from '../../src/commands/commands.ts';
import type { SicknessReport } from '../../src/commands/sickness.ts';
import type { Commands } from '../../src/commands/submission.ts';
import { silentLog } from '../../src/logging/log.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { madeUpCpr, submission } from './submission.ts';
import { cprKeys } from '../cprKeys.ts';

let database: TestDatabase;
let commands: Commands;
let other: Commands;

beforeAll(async () => {
  database = await createTestDatabase();
  const instance = () =>
    createCommands({ address: database.address, cprKeys, clock: () => new Date(), log: silentLog });
  commands = instance();
  other = instance();
});

afterAll(async () => {
  await commands.close();
  await other.close();
  await database.drop();
});

let count = 0;
function report(kind: SicknessReport['kind'], cpr: string, date: string): SicknessReport {
  return { kind, messageId: `report-${(count += 1)}`, cpr, date };
}
const refusedWith = (code: string) => ({ kind: 'refused', userErrors: [{ code }] });

describe('reportSickness', () => {
  it.each([
    ['a citizen of whom nothing was received', madeUpCpr(1), false],
    ['a citizen with decisions', madeUpCpr(2), true],
  ])('opens and ends absences of %s, one after the other', async (_, cpr, hasDecision) => {
    if (hasDecision) await commands.submitDecision(submission({ cpr }));
    expect(await commands.reportSickness(report('SICK', cpr, '2022-06-01'))).toMatchObject({
      kind: 'stored',
      duplicate: false,
      absence: { number: 1, sickFrom: '2022-06-01', recoveredOn: null },
    });
    expect(await commands.reportSickness(report('SICK', cpr, '2022-06-02'))).toMatchObject(
      refusedWith('ALREADY_REPORTED_SICK'),
    );
    expect(await commands.reportSickness(report('RECOVERED', cpr, '2022-05-31'))).toMatchObject(
      refusedWith('RECOVERED_BEFORE_SICK'),
    );
    expect(await commands.reportSickness(report('RECOVERED', cpr, '2022-06-01'))).toMatchObject({
      kind: 'stored',
      absence: { number: 1, recoveredOn: '2022-06-01' },
    });
    expect(await commands.reportSickness(report('RECOVERED', cpr, '2022-06-05'))).toMatchObject(
      refusedWith('NOT_REPORTED_SICK'),
    );
    expect(await commands.reportSickness(report('SICK', cpr, '2022-07-01'))).toMatchObject({
      absence: { number: 2, sickFrom: '2022-07-01', recoveredOn: null },
    });
    const answer = await commands.submitDecision(submission({ cpr, kyId: 'B' }));
    expect(answer).toMatchObject({ stored: { decision: { sequence: hasDecision ? 2 : 1 } } });
  });

  it('answers a repeat with the absence as it stands now', async () => {
    const cpr = madeUpCpr(3);
    const sick = report('SICK', cpr, '2022-06-01');
    const recovered = report('RECOVERED', cpr, '2022-06-03');
    await commands.reportSickness(sick);
    await commands.reportSickness(recovered);
    for (const repeat of [sick, recovered])
      expect(await other.reportSickness(repeat)).toMatchObject({
        kind: 'stored',
        duplicate: true,
        absence: { number: 1, sickFrom: '2022-06-01', recoveredOn: '2022-06-03' },
      });
  });

  it.each([{ kind: 'RECOVERED' as const }, { date: '2022-06-02' }, { cpr: madeUpCpr(98) }])(
    'refuses a message id that was used with other content: %o',
    async (difference) => {
      const first = report('SICK', madeUpCpr(4 + count), '2022-06-01');
      await commands.reportSickness(first);
      expect(await commands.reportSickness({ ...first, ...difference })).toMatchObject(
        refusedWith('MESSAGE_ID_REUSED'),
      );
    },
  );

  it('names every faulty field at once', async () => {
    expect(
      await commands.reportSickness({ kind: 'SICK', messageId: '', cpr: '1', date: '2022-06-01' }),
    ).toMatchObject({
      userErrors: [
        { field: 'messageId', code: 'INVALID_MESSAGE_ID' },
        { field: 'cpr', code: 'INVALID_CPR' },
      ],
    });
  });

  it('lets one of many reports at once open the absence', async () => {
    const cpr = madeUpCpr(90);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        (i % 2 ? commands : other).reportSickness(report('SICK', cpr, '2022-06-01')),
      ),
    );
    expect(answers.filter((answer) => answer.kind === 'stored')).toHaveLength(1);
    expect(answers.filter((answer) => answer.kind === 'refused')).toHaveLength(39);
    const same = report('RECOVERED', cpr, '2022-06-09');
    const repeats = await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 2 ? commands : other).reportSickness(same)),
    );
    expect(repeats.filter((answer) => answer.kind === 'stored' && !answer.duplicate)).toHaveLength(1);
    expect(repeats.filter((answer) => answer.kind === 'stored')).toHaveLength(40);
  });
});
