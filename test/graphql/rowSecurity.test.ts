import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { decisionInput } from './decision.ts';
import { callerOf, everyRead, populate, type Read } from './everyRead.ts';
import { createSubgraph, type Subgraph } from './subgraph.ts';

let database: TestDatabase;
let subgraph: Subgraph;
let walled: Subgraph;
let reads: Record<string, Read>;

beforeAll(async () => {
  database = await createTestDatabase();
  subgraph = await createSubgraph(database.address);
  walled = await createSubgraph(database.address, { rowSecurity: true });
  await populate(subgraph, database.sql);
  reads = await everyRead(subgraph);
});
afterAll(async () => {
  await subgraph.close();
  await walled.close();
  await database.drop();
});

describe.each([[['101']], [['147', '751']], [['999']], [[]]])('with ROW_SECURITY a caller of %s', (codes) => {
  it('is answered and logged the same', async () => {
    for (const [name, { query, variables }] of Object.entries(reads)) {
      const [there, here] = [subgraph, walled].map(async (asked) => {
        asked.accesses.length = 0;
        const answer = await asked.run(query, variables, callerOf(codes));
        const accesses = asked.accesses.map((row) => ({ ...row, at: null }));
        // In the order in which they were read.
        accesses.sort((a, b) => String(a.citizenId).localeCompare(String(b.citizenId)));
        return { name, ...answer, accesses };
      });
      expect(await here).toEqual(await there);
    }
  });
});

it('with ROW_SECURITY a sender is answered at once by what it has sent', async () => {
  const { data } = await walled.run(
    `mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) { decision {
      citizen { municipalityCode contactGroups { type { code } } decisions { nodes { kyId } } } } } }`,
    { input: decisionInput({ cpr: '3112990001', kyId: 'new', municipalityCode: '999', contactGroup: 11 }) },
    callerOf(['999']),
  );
  expect(data).toMatchObject({
    submitDecision: {
      decision: {
        citizen: {
          municipalityCode: '999',
          contactGroups: [{ type: { code: 11 } }],
          decisions: { nodes: [{ kyId: 'new' }] },
        },
      },
    },
  });
});
