import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { madeUpCpr } from '../commands/submission.ts';
import { decisionInput } from './decision.ts';
import { createSubgraph, submit, type Subgraph } from './subgraph.ts';

let database: TestDatabase;
let subgraph: Subgraph;
let id: string;

beforeAll(async () => {
  database = await createTestDatabase();
  subgraph = await createSubgraph(database.address);
  const ids = await submit(
    subgraph,
    [2, 7, 11].map((contactGroup, index) =>
      decisionInput({ cpr: madeUpCpr(1), kyId: `A${index}`, contactGroup }),
    ),
  );
  id = ids[0]!.split('.')[0]!;
});

afterAll(async () => {
  await subgraph.close();
  await database.drop();
});

const groups = { contactGroups: [7, 11].map((code) => ({ type: { code } })) };
const page = (...sequences: number[]) => ({ nodes: sequences.map((sequence) => ({ sequence })) });
const groupFields = 'contactGroups { type { code } }';
const pageFields = 'nodes { sequence }';

interface Case {
  readonly fields: string;
  readonly variables?: string;
  readonly fragment?: string;
  readonly answer: object;
  readonly statements: number;
}

const cases: Readonly<Record<string, Case>> = {
  'the citizen alone': { fields: 'id', answer: {}, statements: 1 },
  'groups and decisions': {
    fields: `${groupFields} decisions(first: 2) { ${pageFields} }`,
    answer: { ...groups, decisions: page(3, 2) },
    statements: 1,
  },
  'as many as a variable says': {
    variables: '$first: Int = 1',
    fields: `decisions(first: $first) { ${pageFields} }`,
    answer: { decisions: page(3) },
    statements: 1,
  },
  'those of a fragment': {
    fragment: `fragment Groups on Citizen { ${groupFields} }`,
    fields: `...Groups ... on Citizen { decisions { ${pageFields} } } ... { municipalityCode }`,
    answer: { ...groups, decisions: page(3, 2, 1), municipalityCode: '101' },
    statements: 1,
  },
  'two pages, of which the second is read by itself': {
    fields: `one: decisions(first: 1) { ${pageFields} } all: decisions { ${pageFields} }`,
    answer: { one: page(3), all: page(3, 2, 1) },
    statements: 2,
  },
  'what a directive leaves out, and what it does not': {
    fields: `contactGroups @skip(if: true) { open } decisions @include(if: true) { ${pageFields} }`,
    answer: { decisions: page(3, 2, 1) },
    statements: 2,
  },
  'groups on a date and decisions of a case, which are read by themselves': {
    fields: `contactGroups(on: "2000-01-01") { id } decisions(kyId: "A1") { ${pageFields} }`,
    answer: { contactGroups: [], decisions: page(2) },
    statements: 3,
  },
};

describe('what is asked of a citizen is read along', () => {
  it.each(Object.entries(cases))('%s', async (_name, one) => {
    const { fields, variables = '', fragment = '', answer, statements } = one;
    const query = `query ($id: ID! ${variables}) { citizen(by: { id: $id }) { id ${fields} } } ${fragment}`;
    // By graphql-js first, then compiled.
    for (let times = 0; times < 3; times += 1) {
      const before = subgraph.statements.length;
      expect(await subgraph.run(query, { id })).toEqual({ data: { citizen: { id, ...answer } }, errors: [] });
      expect(subgraph.statements.length - before).toBe(statements);
    }
  });

  it('as each call says', async () => {
    const query = `query ($id: ID!, $first: Int!) {
      citizen(by: { id: $id }) { decisions(first: $first) { ${pageFields} pageInfo { hasNextPage } } } }`;
    for (const first of [1, 2, 3])
      expect((await subgraph.run(query, { id, first })).data).toMatchObject({
        citizen: {
          decisions: { ...page(...[3, 2, 1].slice(0, first)), pageInfo: { hasNextPage: first < 3 } },
        },
      });
  });

  it('and what is wrong with it is said by the field itself', async () => {
    const query = `query ($id: ID!) { citizen(by: { id: $id }) { ${groupFields} decisions(first: 101) { ${pageFields} } } }`;
    const { errors } = await subgraph.run(query, { id });
    expect(errors).toMatchObject([
      { path: ['citizen', 'decisions'], extensions: { code: 'LIMIT_EXCEEDED' } },
    ]);
  });
});
