import { afterAll, beforeAll, expect, it } from 'vitest';
import { todayInCopenhagen } from '../../src/commands/clock.ts';
import { madeUpCpr } from '../commands/submission.ts';
import { decisionInput } from '../graphql/decision.ts';
import { startTestService, type TestService } from '../server/service.ts';
import { dfdg } from './run.ts';

let service: TestService;
let day: string;

beforeAll(async () => {
  service = await startTestService();
  day = todayInCopenhagen(new Date());
  const inputs = [
    decisionInput({ cpr: madeUpCpr(1) }),
    decisionInput({ cpr: madeUpCpr(1), kyId: 'B', contactGroup: 11 }),
    decisionInput({ cpr: madeUpCpr(1), kyId: 'B', kind: 'CLOSED' }),
    decisionInput({ cpr: madeUpCpr(2), municipalityCode: '860' }),
  ];
  await service.post(
    'mutation ($inputs: [SubmitDecisionInput!]!) { submitDecisions(inputs: $inputs) { duplicate } }',
    { inputs },
  );
});
afterAll(() => service.end());

const deviations = (...args: string[]) =>
  dfdg(['deviations', '--from', '2022-06-24', '--to', '2022-06-24', '--url', service.url, ...args]);
/** The later of two of the same options is meant. */
const ofToday = (...args: string[]) => deviations('--from', day, '--to', day, ...args);

it('prints a table', async () => {
  const { status, out, err } = await ofToday();
  expect([status, err]).toEqual([0, '']);
  expect(out).toBe(
    [
      'municipality  deviation            decisions  of decisions   share  citizens',
      '101           OVERLAPPING_GRANT            1             3  0.3333         1',
      '101           CLOSED_WITHOUT_STOP          1             3  0.3333         1',
      '860           none                         0             1  0.0000         0',
      '',
    ].join('\n'),
  );
});

it('prints CSV, of one municipality too', async () => {
  const { out } = await ofToday('--csv', '--municipality', '860');
  expect(out).toBe(
    'municipality,deviation,decisions,of decisions,share,citizens\r\n860,none,0,1,0.0000,0\r\n',
  );
  expect((await deviations('--csv')).out.split('\r\n')).toHaveLength(2);
});

it.each([
  [['--from', '2022-06-25'], /from must not be after to/],
  [['--to', '2023-06-25'], /at most 366 days/],
  [['--to', 'soon'], /a civil date of the form YYYY-MM-DD/],
  [['--municipality', '1'], /three digits/],
  [['--url', 'http://127.0.0.1:1'], /gives no answer .*--url/],
])('says of %j what is wrong', async (args, line) => {
  const { status, out, err } = await deviations(...args);
  expect([status, out]).toEqual([2, '']);
  expect(err).toMatch(line);
  expect(err.trimEnd()).not.toContain('\n');
});

it('wants a period', async () => {
  expect((await dfdg(['deviations'])).err).toMatch(/--from and --to are missing/);
});
