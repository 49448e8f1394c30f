import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccessLog } from '../../src/access/accessLog.ts';
import { scopes, trustedCaller, type Caller } from '../../src/auth/caller.ts';
import { createChangeFeed } from '../../src/changes/feed.ts';
import { createCommands } from '../../src/commands/commands.ts';
import { accesses } from '../../src/graphql/accesses.ts';
import { createErrorMask } from '../../src/graphql/maskErrors.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { createSubscribe } from '../../src/graphql/subscribe.ts';
import { silentLog } from '../../src/logging/log.ts';
import type { AccessRow } from '../../src/storage/accessLog.ts';
import { createReads } from '../../src/storage/reads.ts';
import { madeUpCpr, submission } from '../commands/submission.ts';
import { cprKeys } from '../cprKeys.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { createSubgraph, type Subgraph } from './subgraph.ts';

let database: TestDatabase;
let subgraph: Subgraph;
let id: string;
const cpr = madeUpCpr(1);

const caller = (municipalities: string[] | null, some = scopes.slice()): Caller => ({
  ...trustedCaller('a jobcentre'),
  scopes: new Set(some),
  municipalities: municipalities && new Set(municipalities),
});

beforeAll(async () => {
  database = await createTestDatabase();
  subgraph = await createSubgraph(database.address);
  await subgraph.run(submitDecision, { input: submission({ cpr, messageId: 'first' }) });
  const [row] = await database.sql<[{ id: string }]>`select id from citizen`;
  id = row.id;
});
afterAll(async () => {
  await subgraph.close();
  await database.drop();
});
beforeEach(() => subgraph.accesses.splice(0));

const submitDecision =
  'mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) { duplicate userErrors { code } } }';

/** The rows of an operation, without what is the same in all. */
async function rowsOf(query: string, variables = {}, who = caller(null)) {
  subgraph.accesses.splice(0);
  await subgraph.run(query, variables, who);
  return subgraph.accesses.map(({ citizenId, operation, kind, outcome }) => ({
    citizenId,
    operation,
    kind,
    outcome,
  }));
}

/** An operation for each field that can be about a citizen. */
const operations: Readonly<Record<string, () => readonly [query: string, variables?: object]>> = {
  'Query.citizen': () => [`{ citizen(by: { id: "${id}" }) { id } }`],
  'Query.decision': () => [`{ decision(id: "${id}.1") { id citizen { id municipalityCode } } }`],
  'Query.contactGroup': () => [`{ contactGroup(id: "${id}.1") { id } }`],
  'Query.previewDecision': () => [
    'query ($input: SubmitDecisionInput!) { previewDecision(input: $input) { rule { id } } }',
    { input: submission({ cpr }) },
  ],
  'Query.contactGroupChanges': () => ['{ contactGroupChanges { nodes { kind } } }'],
  'Query._entities': () => [
    `{ _entities(representations: [{ __typename: "Citizen", id: "${id}" }, { __typename: "Decision", id: "${id}.1" }]) {
      __typename } }`,
  ],
  'Mutation.submitDecision': () => [submitDecision, { input: submission({ cpr, messageId: 'first' }) }],
  'Mutation.submitDecisions': () => [
    'mutation ($inputs: [SubmitDecisionInput!]!) { submitDecisions(inputs: $inputs) { duplicate } }',
    { inputs: [submission({ cpr, messageId: 'second', kyId: 'B' }), submission({ cpr, kyId: 'C' })] },
  ],
  'Mutation.reportSick': () => [
    'mutation ($cpr: String!) { reportSick(input: { messageId: "s", cpr: $cpr, sickFrom: "2022-06-01" }) { duplicate } }',
    { cpr },
  ],
  'Mutation.reportRecovered': () => [
    'mutation ($cpr: String!) { reportRecovered(input: { messageId: "r", cpr: $cpr, recoveredOn: "2022-06-02" }) { duplicate } }',
    { cpr },
  ],
};

describe('every field of the root types', () => {
  const schema = createSchema();
  const fields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(
    (type) => Object.keys(type!.getFields()).map((field) => `${type!.name}.${field}`),
  );

  it('is known to be about citizens or not', () => {
    expect(
      Object.keys(accesses)
        .filter((coordinate) => coordinate !== 'Citizen.accessLog')
        .sort(),
    ).toEqual(fields.sort());
  });

  const about = fields.filter((coordinate) => accesses[coordinate] && !coordinate.startsWith('Subscription'));
  it.each(about)('leaves a row: %s', async (coordinate) => {
    const [query, variables] = operations[coordinate]!();
    const kind = coordinate.startsWith('Mutation') ? 'WRITE' : 'READ';
    expect(await rowsOf(query, variables)).toEqual([
      { citizenId: id, operation: coordinate, kind, outcome: 'ANSWERED' },
    ]);
  });

  it.each(about)('leaves a row where the caller may not: %s', async (coordinate) => {
    const [query, variables] = operations[coordinate]!();
    const [row, ...more] = await rowsOf(query, variables, caller(null, ['operate']));
    expect([row, more]).toMatchObject([{ citizenId: null, operation: coordinate, outcome: 'REFUSED' }, []]);
  });
});

describe('a row', () => {
  it('says who, when and by which request, and no CPR number', async () => {
    await subgraph.run(`{ citizen(by: { cpr: "${cpr}" }) { cpr } }`, {}, caller(['101']));
    expect(subgraph.accesses).toEqual([
      {
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
        citizenId: id,
        subject: 'a jobcentre',
        municipalities: ['101'],
        operation: 'Query.citizen',
        kind: 'READ',
        outcome: 'ANSWERED',
        requestId: 'test',
      },
    ]);
  });

  it('is one for each citizen of a call, whatever is asked for', async () => {
    const query = `{ a: citizen(by: { id: "${id}" }) { contactGroups { id } decisions { nodes { id } } }
      b: citizen(by: { cpr: "${cpr}" }) { cpr } decision(id: "${id}.1") { citizen { id } } }`;
    expect(await rowsOf(query)).toEqual([
      { citizenId: id, operation: 'Query.citizen Query.decision', kind: 'READ', outcome: 'ANSWERED' },
    ]);
  });

  it('says of a citizen who is not seen just that', async () => {
    const notSeen = (operation: string, kind = 'READ') => ({
      citizenId: id,
      operation,
      kind,
      outcome: 'NOT_SEEN',
    });
    for (const coordinate of [
      'Query.citizen',
      'Query.decision',
      'Query.contactGroup',
      'Query.previewDecision',
    ]) {
      const [query, variables] = operations[coordinate]!();
      expect(await rowsOf(query, variables, caller(['851']))).toEqual([notSeen(coordinate)]);
    }
    for (const args of ['(first: 9)', '(last: 9)'])
      expect(await rowsOf(`{ contactGroupChanges${args} { nodes { kind } } }`, {}, caller(['851']))).toEqual(
        [],
      );
    const [query, variables] = operations['Mutation.reportSick']!();
    expect(await rowsOf(query, variables, caller(['851']))).toEqual([
      notSeen('Mutation.reportSick', 'WRITE'),
      { citizenId: null, operation: 'Mutation.reportSick', kind: 'WRITE', outcome: 'REFUSED' },
    ]);
  });

  it('is there where a refusal tells of the citizen', async () => {
    const query = `mutation ($cpr: String!) {
      reportRecovered(input: { messageId: "r2", cpr: $cpr, recoveredOn: "2022-06-02" }) { userErrors { code } } }`;
    expect(await rowsOf(query, { cpr })).toMatchObject([{ citizenId: id, outcome: 'ANSWERED' }]);
  });

  it('is there where the input is at fault, without a citizen', async () => {
    expect(await rowsOf('{ citizen(by: {}) { id } }')).toMatchObject([
      { citizenId: null, outcome: 'REFUSED' },
    ]);
    const input = submission({ cpr, municipalityCode: 'x' });
    expect(await rowsOf(submitDecision, { input })).toMatchObject([{ citizenId: null, outcome: 'REFUSED' }]);
  });

  it('is not there where there is no citizen to tell of', async () => {
    const nobody = '00000000-0000-7000-8000-000000000000';
    for (const who of [caller(null), caller(['101'])])
      expect(await rowsOf(`{ citizen(by: { id: "${nobody}" }) { id } }`, {}, who)).toEqual([]);
    expect(await rowsOf('{ rules { id } contactGroupTypes { code } }')).toEqual([]);
  });
});

it('every event that a subscription tells leaves a row, and a refused one too', async () => {
  const { address } = database;
  const commands = createCommands({ address, cprKeys, clock: () => new Date(), log: silentLog });
  const reads = createReads(address, cprKeys);
  const changes = await createChangeFeed({ address, reads, log: silentLog });
  const rows: AccessRow[] = [];
  const subscribe = createSubscribe({
    schema: createSchema(),
    commands,
    reads,
    changes,
    accessLog: { add: (row) => rows.push(row) },
    mask: createErrorMask(silentLog),
    maxLexicalTokens: 1_000,
    maxCost: 1_000,
    hideSuggestions: true,
    validationRules: [],
  });
  const request = { query: 'subscription { contactGroupChanged(after: "YzEuMA") { kind } }' };
  const subscribed = await subscribe(request, caller(['101']));
  const told = 'events' in subscribed ? await subscribed.events.next() : null;
  expect(told?.value).toEqual({ data: { contactGroupChanged: { kind: 'OPENED' } } });
  expect(await subscribe(request, caller(null, ['operate']))).toHaveProperty('errors');
  const operation = 'Subscription.contactGroupChanged';
  expect(rows).toMatchObject([
    { citizenId: id, operation, kind: 'READ', outcome: 'ANSWERED', municipalities: ['101'], requestId: null },
    { citizenId: null, operation, kind: 'READ', outcome: 'REFUSED' },
  ]);
  await changes.close();
  await reads.close();
  await commands.close();
});

describe('a citizen’s own access log', () => {
  const query = `query ($id: ID!, $first: Int, $after: String) { citizen(by: { id: $id }) {
    accessLog(first: $first, after: $after) { pageInfo { hasNextPage endCursor }
      nodes { at kind operations purposes municipalityCodes } } } }`;
  interface Page {
    citizen: {
      accessLog: {
        nodes: { operations: string[]; municipalityCodes: string[] | null }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    } | null;
  }

  /** Writes the rows so far to the database. */
  async function write(): Promise<void> {
    const accessLog = createAccessLog(database.address, silentLog);
    for (const row of subgraph.accesses.splice(0)) accessLog.add(row);
    await accessLog.close();
  }

  it('tells when, why and for which municipalities, the latest first, and not who', async () => {
    await subgraph.run(`{ citizen(by: { id: "${id}" }) { id } }`, {}, caller(['101', '851']));
    await write();
    await subgraph.run(`{ decision(id: "${id}.1") { id } }`, {}, caller(['851']));
    await write();
    const [submit, variables] = operations['Mutation.submitDecision']!();
    await subgraph.run(submit, variables as Record<string, unknown>);
    await write();
    const { data, errors } = await subgraph.run<Page>(query, { id }, caller(['101']));
    expect(errors).toEqual([]);
    expect(data.citizen!.accessLog.nodes).toMatchObject([
      {
        kind: 'WRITE',
        operations: ['Mutation.submitDecision'],
        purposes: ['Modtagelse af en afgørelse fra KY'],
        municipalityCodes: null,
      },
      {
        kind: 'READ',
        operations: ['Query.citizen'],
        purposes: ['Opslag på borgeren'],
        municipalityCodes: ['101', '851'],
      },
    ]);
    expect(JSON.stringify(data)).not.toContain('a jobcentre');
  });

  it('is read page by page, and its reading stands in it', async () => {
    await subgraph.run(query, { id });
    await write();
    const operationsRead: string[] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const answer: { data: Page } = await subgraph.run<Page>(query, { id, first: 1, after });
      const { nodes, pageInfo } = answer.data.citizen!.accessLog;
      operationsRead.push(...nodes.flatMap((node) => node.operations));
      more = pageInfo.hasNextPage;
      after = pageInfo.endCursor;
    }
    expect(operationsRead).toEqual([
      'Query.citizen',
      'Citizen.accessLog',
      'Mutation.submitDecision',
      'Query.citizen',
    ]);
    const { errors } = await subgraph.run(query, { id, after: 'x' });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('is for those who may read it, of citizens whom they see', async () => {
    const { data } = await subgraph.run<Page>(query, { id }, caller(['851']));
    expect(data.citizen).toBeNull();
    const { errors } = await subgraph.run(query, { id }, caller(null, ['citizens:read', 'cpr:read']));
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});
