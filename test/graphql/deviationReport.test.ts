import { afterAll, beforeAll, expect, it } from 'vitest';
import { trustedCaller, type Caller } from '../../src/auth/caller.ts';
import { createCommands } from '../../src/commands/commands.ts';
import { silentLog } from '../../src/logging/log.ts';
import { madeUpCpr, submission } from '../commands/submission.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { createSubgraph, type Subgraph } from './subgraph.ts';
import { cprKeys } from '../cprKeys.ts';

let database: TestDatabase;
let subgraph: Subgraph;

beforeAll(async () => {
  database = await createTestDatabase();
  subgraph = await createSubgraph(database.address);
  let now = '';
  const commands = createCommands({
    address: database.address,
    cprKeys,
    clock: () => new Date(now),
    log: silentLog,
  });
  const submit = async (at: string, ...overrides: Parameters<typeof submission>) => {
    now = at;
    expect((await commands.submitDecision(submission(...overrides))).kind).toBe('stored');
  };
  const [one, other, third] = [1, 2, 3].map(madeUpCpr) as [string, string, string];
  // The last minute of 31 January in Copenhagen, and the first of 1 February.
  await submit('2022-01-31T22:59:59Z', { cpr: one, kyId: 'A', contactGroup: 2 });
  await submit('2022-01-31T23:00:00Z', { cpr: one, kyId: 'B', contactGroup: 11 });
  await submit('2022-02-10T12:00:00Z', { cpr: one, kyId: 'C', contactGroup: 3 });
  await submit('2022-02-10T12:00:00Z', { cpr: one, kyId: 'C', kind: 'CLOSED', contactGroup: null });
  await submit('2022-02-11T12:00:00Z', { cpr: other, kyId: 'D', kind: 'CLOSED', contactGroup: null });
  // Two at once: on another benefit, after the case was closed.
  await submit('2022-02-28T22:59:59Z', { cpr: one, kyId: 'C', contactGroup: 4 });
  await submit('2022-02-28T23:00:00Z', { cpr: other, kyId: 'D', kind: 'STOPPED', contactGroup: null });
  await submit('2022-02-20T12:00:00Z', { cpr: third, municipalityCode: '860' });
  await submit('2022-02-20T12:00:00Z', { cpr: third, municipalityCode: '751', kyId: 'E', contactGroup: 5 });
  await commands.close();
});

afterAll(async () => {
  await subgraph.close();
  await database.drop();
});

const february = { from: '2022-02-01', to: '2022-02-28' };

async function report(variables: object, caller?: Caller) {
  const { data, errors } = await subgraph.run<{ deviationReport: unknown } | null>(
    `query ($from: Date!, $to: Date!, $municipalityCode: String) {
      deviationReport(from: $from, to: $to, municipalityCode: $municipalityCode) {
        municipalityCode decisions deviations { deviation decisions citizens } } }`,
    { ...february, ...variables },
    caller,
  );
  return errors.length > 0 ? errors : data?.deviationReport;
}

const of101 = {
  municipalityCode: '101',
  decisions: 5,
  deviations: [
    { deviation: 'OVERLAPPING_GRANT', decisions: 2, citizens: 1 },
    { deviation: 'CLOSED_WITHOUT_STOP', decisions: 2, citizens: 2 },
    { deviation: 'KY_ID_ON_OTHER_BENEFIT', decisions: 1, citizens: 1 },
    { deviation: 'DECISION_AFTER_CLOSED', decisions: 1, citizens: 1 },
  ],
};
const of751 = {
  municipalityCode: '751',
  decisions: 1,
  deviations: [{ deviation: 'OVERLAPPING_GRANT', decisions: 1, citizens: 1 }],
};
const of860 = { municipalityCode: '860', decisions: 1, deviations: [] };

it('counts decisions, deviations and citizens by municipality, by the days of receipt in Copenhagen', async () => {
  expect(await report({})).toEqual([of101, of751, of860]);
  expect(await report({ from: '2022-01-31', to: '2022-01-31' })).toEqual([
    { municipalityCode: '101', decisions: 1, deviations: [] },
  ]);
  expect(await report({ from: '2022-03-01', to: '2022-03-01' })).toMatchObject([
    {
      decisions: 1,
      deviations: [{ deviation: 'DECISION_AFTER_CLOSED' }, { deviation: 'NEGATIVE_WITHOUT_GRANT' }],
    },
  ]);
  expect(await report({ from: '2020-01-01', to: '2020-12-31' })).toEqual([]);
});

it('counts one municipality where it is asked to, and only those that the caller sees', async () => {
  const jobcentre: Caller = { ...trustedCaller('test'), municipalities: new Set(['751', '860']) };
  expect(await report({ municipalityCode: '751' })).toEqual([of751]);
  expect(await report({}, jobcentre)).toEqual([of751, of860]);
  expect(await report({ municipalityCode: '860' }, jobcentre)).toEqual([of860]);
  expect(await report({ municipalityCode: '101' }, jobcentre)).toEqual([]);
});

it.each([
  ['citizens:read', null],
  ['operate', null],
  ['decisions:submit', 'FORBIDDEN'],
] as const)('with the scope %s comes to %s', async (scope, code) => {
  const answer = await report({}, { ...trustedCaller('test'), scopes: new Set([scope]) });
  expect(answer).toMatchObject(code ? [{ extensions: { code } }] : [of101, of751, of860]);
});

it.each([
  [{ from: '2022-03-01' }, 'BAD_USER_INPUT', 'from must not be after to.'],
  [{ to: '2023-02-02' }, 'LIMIT_EXCEEDED', 'from and to must be at most 366 days apart, both included.'],
  [{ municipalityCode: 'x' }, 'BAD_USER_INPUT', 'municipalityCode must be three digits.'],
])('refuses %j', async (variables, code, message) => {
  expect(await report(variables)).toMatchObject([{ extensions: { code }, message }]);
});

it('takes a period as long as a leap year', async () => {
  expect(await report({ to: '2023-02-01' })).toHaveLength(3);
});
