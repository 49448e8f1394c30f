import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trustedCaller } from '../../src/auth/caller.ts';
import { createChangeFeed, type ChangeFeed } from '../../src/changes/feed.ts';
import { createCommands } from '../../src/commands/commands.ts';
import type { Commands } from '../../src/commands/submission.ts';
import { graphql } from 'graphql';
import { Access } from '../../src/graphql/access.ts';
import { createContext } from '../../src/graphql/context.ts';
import { printCursor } from '../../src/graphql/cursors.ts';
import { createErrorMask } from '../../src/graphql/maskErrors.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import {
  createSubscribe,
  type EventStream,
  type Subscribe,
  type SubscribeOptions,
  type SubscribeRequest,
} from '../../src/graphql/subscribe.ts';
import { silentLog } from '../../src/logging/log.ts';
import { createReads, type Reads } from '../../src/storage/reads.ts';
import { madeUpCpr, submission } from '../commands/submission.ts';
import { unlogged } from './subgraph.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { cprKeys } from '../cprKeys.ts';

let database: TestDatabase;
let reads: Reads;
let commands: Commands;
let changes: ChangeFeed;
let options: SubscribeOptions;
let subscribe: Subscribe;
const statements: string[] = [];
const caller = trustedCaller('test');

beforeAll(async () => {
  database = await createTestDatabase();
  const { address } = database;
  reads = createReads(address, cprKeys, { onStatement: (statement) => statements.push(statement) });
  commands = createCommands({ address, cprKeys, clock: () => new Date(), log: silentLog });
  changes = await createChangeFeed({ address, reads, log: silentLog, windowSize: 5, mayLag: 20 });
  options = {
    schema: createSchema(),
    commands,
    reads,
    changes,
    accessLog: unlogged,
    mask: createErrorMask(silentLog),
    maxLexicalTokens: 1000,
    maxCost: 100_000,
    hideSuggestions: true,
    validationRules: [],
  };
  subscribe = createSubscribe(options);
});

afterAll(async () => {
  await changes.close();
  await commands.close();
  await reads.close();
  await database.drop();
});

const document = `subscription ($municipalityCode: String, $citizenId: ID, $after: String) {
  contactGroupChanged(municipalityCode: $municipalityCode, citizenId: $citizenId, after: $after) {
    cursor previousCursor kind
    from { type { code } open endDate } to { type { code } open }
    decision { sequence outcome { rule { id } deviations } }
  }
}`;

interface Change {
  readonly cursor: string;
  readonly previousCursor: string;
}

async function eventsOf(variables: object = {}, query = document): Promise<EventStream> {
  const subscribed = await subscribe({ query, variables }, caller);
  if ('errors' in subscribed) throw new Error(JSON.stringify(subscribed.errors));
  return subscribed.events;
}

async function nextChange(events: EventStream): Promise<Change> {
  const { value } = (await events.next()) as IteratorYieldResult<{ data: { contactGroupChanged: Change } }>;
  return value.data.contactGroupChanged;
}

describe('contactGroupChanged', () => {
  it('tells each change with the cursor of the one before, and goes on after a cursor', async () => {
    const events = await eventsOf();
    const cpr = madeUpCpr(1);
    await commands.submitDecision(submission({ cpr }));
    await commands.submitDecision(submission({ cpr, kyId: 'B', contactGroup: 11, startDate: '2022-07-01' }));
    const [first, second] = [await nextChange(events), await nextChange(events)];
    await events.return();
    expect(second).toEqual({
      cursor: expect.any(String) as unknown,
      previousCursor: first.cursor,
      kind: 'CHANGED',
      from: { type: { code: 2 }, open: false, endDate: '2022-06-30' },
      to: { type: { code: 11 }, open: true },
      decision: {
        sequence: 2,
        outcome: { rule: { id: 'superseding-grant' }, deviations: ['OVERLAPPING_GRANT'] },
      },
    });
    const resumed = await eventsOf({ after: first.cursor });
    expect(await nextChange(resumed)).toEqual(second);
    await resumed.return();
  });

  it('begins at the end of the log where it is told to', async () => {
    const { items } = await reads.changePage({
      end: 'first',
      size: 1000,
      after: null,
      before: null,
      municipalities: null,
      citizenId: null,
    });
    const { data } = await graphql({
      schema: createSchema(),
      source: '{ contactGroupChanges(first: 0) { headCursor } }',
      contextValue: createContext(commands, reads, caller, new Access(unlogged, caller, null)),
    });
    const { headCursor } = data!['contactGroupChanges'] as { headCursor: string };
    expect(headCursor).toBe(printCursor('changes', items.at(-1)!.position));
    const events = await eventsOf({ after: headCursor });
    await commands.submitDecision(submission({ cpr: madeUpCpr(60) }));
    expect(await nextChange(events)).toMatchObject({ previousCursor: headCursor, decision: { sequence: 1 } });
    await events.return();
  });

  it('costs three statements for all subscribers together, whatever each asks for', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => eventsOf()));
    const heard = Promise.all(all.map(nextChange));
    statements.length = 0;
    await commands.submitDecision(submission({ cpr: madeUpCpr(2) }));
    await heard;
    expect(
      statements.filter((one) => !one.includes('order by "contact_group_change"."position"')),
    ).toHaveLength(2);
    for (const events of all) await events.return();
  });

  it('asks for the end of the log once for all who subscribe meanwhile', async () => {
    statements.length = 0;
    const all = await Promise.all(Array.from({ length: 50 }, () => eventsOf()));
    expect(statements.length).toBeLessThanOrEqual(2);
    for (const events of all) await events.return();
  });

  it('is UNAVAILABLE where the database does not tell the end of the log', async () => {
    const closed = createReads(database.address, cprKeys);
    const feed = await createChangeFeed({ address: database.address, reads: closed, log: silentLog });
    await closed.close();
    const own = createSubscribe({ ...options, changes: feed });
    expect(await own({ query: document }, caller)).toMatchObject({
      errors: [{ extensions: { code: 'UNAVAILABLE', reference: expect.any(String) as unknown } }],
    });
    await feed.close();
  });

  it('ends one that falls too far behind, with the cursor after which it can go on', async () => {
    const events = await eventsOf();
    await commands.submitDecision(submission({ cpr: madeUpCpr(3) }));
    const { cursor } = await nextChange(events);
    for (let i = 0; i < 30; i += 1) await commands.submitDecision(submission({ cpr: madeUpCpr(10 + i) }));
    await expect.poll(() => changes.state.head).toBe(await reads.changeHead());
    expect(await events.next()).toMatchObject({
      value: { errors: [{ extensions: { code: 'LIMIT_EXCEEDED', cursor } }] },
    });
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });

  it('completes when the feed closes', async () => {
    const feed = await createChangeFeed({ address: database.address, reads, log: silentLog });
    const own = createSubscribe({ ...options, changes: feed });
    const subscribed = await own({ query: document }, caller);
    const waiting = 'events' in subscribed ? subscribed.events.next() : null;
    await feed.close();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});

describe('a subscription is refused', () => {
  it.each<[string, SubscribeRequest, string]>([
    ['without a query', {}, 'BAD_USER_INPUT'],
    ['with variables that are a list', { query: document, variables: [] }, 'BAD_USER_INPUT'],
    ['when it is a query', { query: '{ rules { id } }' }, 'BAD_USER_INPUT'],
    [
      'when it is a mutation',
      { query: 'mutation { submitDecisions(inputs: []) { duplicate } }' },
      'BAD_USER_INPUT',
    ],
    ['with a syntax error', { query: 'subscription {' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['with an unknown field', { query: 'subscription { other }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'with a field that is nearly one, which is not named',
      { query: 'subscription { contactGroupChange { id } }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'with too many tokens',
      { query: `subscription { ${'contactGroupChanged { id } '.repeat(300)} }` },
      'LIMIT_EXCEEDED',
    ],
    ['with a cursor that is none', { query: document, variables: { after: '0101901234' } }, 'BAD_USER_INPUT'],
    [
      'with a citizen that is none',
      { query: document, variables: { citizenId: '0101901234' } },
      'BAD_USER_INPUT',
    ],
    [
      'with a municipality that is none',
      { query: document, variables: { municipalityCode: 'x' } },
      'BAD_USER_INPUT',
    ],
    [
      'with a variable of another type',
      { query: document, variables: { after: { cpr: '0101901234' } } },
      'BAD_USER_INPUT',
    ],
  ])('%s', async (_, request, code) => {
    const before = changes.state.subscribers;
    const refused = await subscribe(request, caller);
    expect(refused).toMatchObject({ errors: [{ extensions: { code } }] });
    expect(JSON.stringify(refused)).not.toMatch(/0101901234|Did you mean/);
    expect(changes.state.subscribers).toBe(before);
  });
});
