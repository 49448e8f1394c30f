import { afterAll, beforeAll, expect, it } from 'vitest';
import { trustedCaller } from '../../src/auth/caller.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { Access } from '../../src/graphql/access.ts';
import { createContext } from '../../src/graphql/context.ts';
import { createCommands } from '../../src/commands/commands.ts';
import type { Commands } from '../../src/commands/submission.ts';
import { silentLog } from '../../src/logging/log.ts';
import { createReads, type Reads } from '../../src/storage/reads.ts';
import { graphql } from 'graphql';
import { unlogged } from './subgraph.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { cprKeys } from '../cprKeys.ts';

let database: TestDatabase;
let reads: Reads;
let commands: Commands;
const schema = createSchema();

beforeAll(async () => {
  database = await createTestDatabase();
  reads = createReads(database.address, cprKeys);
  commands = createCommands({ address: database.address, cprKeys, clock: () => new Date(), log: silentLog });
});

afterAll(async () => {
  await commands.close();
  await reads.close();
  await database.drop();
});

async function run(source: string) {
  const { data, errors } = await graphql({
    schema,
    source,
    contextValue: createContext(
      commands,
      reads,
      trustedCaller('test'),
      new Access(unlogged, trustedCaller('test'), null),
    ),
  });
  expect(errors).toBeUndefined();
  return JSON.parse(JSON.stringify(data)) as unknown;
}

const citizen =
  'citizen { id municipalityCode sicknessAbsences { id sickFrom recoveredOn } contactGroups { id } }';
const cpr = '0101901234';

it('reports a citizen sick and recovered, and shows the absences', async () => {
  const sick = `mutation { reportSick(input: { messageId: "1", cpr: "${cpr}", sickFrom: "2022-06-01" }) {
    absence { id sickFrom recoveredOn ${citizen} } duplicate userErrors { code } } }`;
  const first = await run(sick);
  expect(first).toMatchObject({
    reportSick: {
      absence: {
        sickFrom: '2022-06-01',
        recoveredOn: null,
        citizen: { municipalityCode: '000', sicknessAbsences: [{ recoveredOn: null }], contactGroups: [] },
      },
      duplicate: false,
      userErrors: [],
    },
  });
  const recovered = `mutation { reportRecovered(input: { messageId: "2", cpr: "${cpr}", recoveredOn: "2022-06-05" }) {
    absence { recoveredOn ${citizen} } duplicate userErrors { code } } }`;
  expect(await run(recovered)).toMatchObject({
    reportRecovered: {
      absence: { recoveredOn: '2022-06-05', citizen: { sicknessAbsences: [{ recoveredOn: '2022-06-05' }] } },
      duplicate: false,
    },
  });
  expect(await run(recovered)).toMatchObject({ reportRecovered: { duplicate: true, userErrors: [] } });
  expect(await run(`{ citizen(by: { cpr: "${cpr}" }) { sicknessAbsences(first: 0) { id } } }`)).toEqual({
    citizen: { sicknessAbsences: [] },
  });
});

it('says what is wrong, and where', async () => {
  const report = `mutation { reportRecovered(input: { messageId: "3", cpr: "0101901235", recoveredOn: "2022-06-05" }) {
    absence { id } duplicate userErrors { code field message } } }`;
  expect(await run(report)).toEqual({
    reportRecovered: {
      absence: null,
      duplicate: false,
      userErrors: [
        { code: 'NOT_REPORTED_SICK', field: ['input', 'cpr'], message: 'The citizen is not reported sick.' },
      ],
    },
  });
});
