import fc from 'fast-check';
import { execute, GraphQLError, parse, validate, type ExecutionResult } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trustedCaller } from '../../src/auth/caller.ts';
import { Access } from '../../src/graphql/access.ts';
import { createContext, type Context } from '../../src/graphql/context.ts';
import { createRunCompiled } from '../../src/graphql/compiled.ts';
import { maxErrors } from '../../src/graphql/errors.ts';
import { createErrorMask } from '../../src/graphql/maskErrors.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { silentLog } from '../../src/logging/log.ts';
import { createReads, type Reads } from '../../src/storage/reads.ts';
import { cprKeys } from '../cprKeys.ts';
import { madeUpCpr } from '../commands/submission.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { decisionInput } from './decision.ts';
import { createSubgraph, submit, type Subgraph } from './subgraph.ts';

const schema = createSchema();
let database: TestDatabase;
let subgraph: Subgraph;
let reads: Reads;
let ids: { decision: string; citizen: string };

beforeAll(async () => {
  database = await createTestDatabase();
  subgraph = await createSubgraph(database.address);
  reads = createReads(database.address, cprKeys);
  const cpr = madeUpCpr(1);
  const [decision] = await submit(subgraph, [
    decisionInput({ cpr, kyId: 'A' }),
    decisionInput({ cpr, kyId: 'B', contactGroup: 11, startDate: '2022-06-10' }),
    decisionInput({ cpr, kyId: 'A', kind: 'STOPPED' }),
  ]);
  ids = { decision: decision!, citizen: decision!.split('.')[0]! };
});

afterAll(async () => {
  await reads.close();
  await subgraph.close();
  await database.drop();
});

const context = (reading = reads): Context => {
  const caller = trustedCaller('test');
  return createContext(
    subgraph.commands,
    reading,
    caller,
    new Access({ add: () => undefined }, caller, null),
  );
};

const operations = {
  citizen: `query ($by: CitizenBy!, $first: Int, $more: Boolean!) { citizen(by: $by) { ...citizen @include(if: $more) id } }
    fragment citizen on Citizen { __typename cpr municipalityCode contactGroups { id type { code name } open openedBy { id } }
      decisions(first: $first) { nodes { alias: id kind outcome { rule { id source } deviations changes { kind from { id } } } }
        pageInfo { hasNextPage endCursor } } }`,
  entities: `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename
    ... on Citizen { id contactGroups { id } } ... on Decision { id kyId citizen { id } } ... on ContactGroupType { code } } }`,
  preview: `query ($input: SubmitDecisionInput!) { previewDecision(input: $input) { rule { id } openAfter { code }
    userErrors { code field } } }`,
  changes: `query ($first: Int = 2, $after: String) { contactGroupChanges(first: $first, after: $after) { edges { cursor
    node { kind decision { sequence } } } } }`,
  rules:
    '{ __typename rules { id ... on Rule { source } } contactGroupTypes { code } __schema { queryType { name } } }',
};

/** The answer as Apollo Server masks it. */
function masked({ data, errors = [] }: ExecutionResult): unknown {
  const mask = createErrorMask(silentLog);
  const told = errors.map((error) => ({
    isUsual: error instanceof GraphQLError && typeof error.extensions === 'object',
    ...mask(error.toJSON(), error),
  }));
  return JSON.parse(
    JSON.stringify({ data, told }, (key, value: unknown) => (key === 'reference' ? 'a new one' : value)),
  );
}

/** Runs an operation by graphql-js, and as it is run when it comes again. */
async function bothAnswers(query: string, variables: Record<string, unknown>, of = () => context()) {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const slowly = async () =>
    execute({
      schema,
      document,
      variableValues: variables,
      contextValue: of(),
      options: { maxCoercionErrors: maxErrors },
    });
  const run = createRunCompiled(schema, 0);
  const fast = await run({ document, operationName: null, variables, context: of() });
  return { slow: masked(await slowly()), fast: masked(fast ?? (await slowly())) };
}

describe('a compiled operation answers as graphql-js does', () => {
  const citizens = () => ({
    id: ids.citizen,
    cpr: '0101800001',
    nobody: '0191c5a0-0000-7000-8000-000000000000',
  });

  it.each<[keyof typeof operations, () => Record<string, unknown>]>([
    ['citizen', () => ({ by: { id: citizens().id }, first: 2, more: true })],
    ['citizen', () => ({ by: { id: citizens().id }, more: false })],
    ['citizen', () => ({ by: { cpr: citizens().cpr }, first: 1, more: true })],
    ['citizen', () => ({ by: { id: citizens().nobody }, first: 1, more: true })],
    ['citizen', () => ({ by: {}, more: true })],
    ['citizen', () => ({ by: [], more: true })],
    ['citizen', () => ({ by: [{ id: ids.citizen }], more: true })],
    ['citizen', () => ({ by: { id: citizens().id }, first: 10_000, more: true })],
    ['entities', () => ({ representations: [{ __typename: 'Citizen', id: ids.citizen }] })],
    ['entities', () => ({ representations: [{ __typename: 'Decision', id: ids.decision }] })],
    [
      'entities',
      () => ({ representations: [{ __typename: 'ContactGroupType', code: 2 }, { __typename: 'Rule' }] }),
    ],
    ['entities', () => ({ representations: [{ __typename: 'Citizen', id: citizens().nobody }] })],
    ['preview', () => ({ input: decisionInput({ cpr: madeUpCpr(2) }) })],
    ['preview', () => ({ input: decisionInput({ cpr: 'x', municipalityCode: '', endDate: '2000-01-01' }) })],
    ['preview', () => ({ input: { ...decisionInput({}), startDate: '2022-02-30' } })],
    ['changes', () => ({})],
    ['changes', () => ({ first: null, after: 'no cursor' })],
    ['rules', () => ({})],
  ])('%s %#', async (name, variables) => {
    const { slow, fast } = await bothAnswers(operations[name], variables());
    expect(fast).toEqual(slow);
  });

  it.each(['ECONNREFUSED', '42601'])('also where a read fails: %s', async (code) => {
    const fails = () => Promise.reject(Object.assign(new Error('secret'), { code }));
    const failing: Reads = { ...reads, decisionPages: fails, seenBy: () => failing };
    const { slow, fast } = await bothAnswers(
      operations.citizen,
      { by: { id: ids.citizen }, first: 2, more: true },
      () => context(failing),
    );
    expect(fast).toEqual(slow);
    expect(JSON.stringify(fast)).toContain(code === '42601' ? 'INTERNAL_SERVER_ERROR' : 'UNAVAILABLE');
  });

  it('where null comes to an argument that has a default', async () => {
    const query = 'query ($id: ID = "x") { decision(id: $id) { id } }';
    const { slow, fast } = await bothAnswers(query, { id: null });
    expect(fast).toEqual(slow);
  });

  it('whatever the variables are', async () => {
    const anything = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(2, '2', 2.5, true, null, [], 'GRANTED', '2022-06-01', 2 ** 31, { id: 'x' }),
    );
    const inputs = fc.record(
      {
        messageId: anything,
        cpr: anything,
        municipalityCode: anything,
        kyId: anything,
        kind: anything,
        contactGroup: anything,
        startDate: anything,
        endDate: anything,
        other: anything,
      },
      { requiredKeys: [] },
    );
    const likely = inputs.map((faults) => ({ ...decisionInput({ cpr: madeUpCpr(3) }), ...faults }));
    const variables = fc.oneof(
      fc.record({
        name: fc.constant('preview' as const),
        variables: fc.record({ input: fc.oneof(likely, anything) }),
      }),
      fc.record({
        name: fc.constant('citizen' as const),
        variables: fc.record({ by: anything, first: anything, more: anything }, { requiredKeys: [] }),
      }),
      fc.record({
        name: fc.constant('entities' as const),
        variables: fc.record({ representations: anything }, { requiredKeys: [] }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(variables, async ({ name, variables }) => {
        const { slow, fast } = await bothAnswers(operations[name], variables);
        expect(fast).toEqual(slow);
      }),
      { numRuns: 500 },
    );
  });
});
