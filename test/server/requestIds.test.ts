import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { errorCodes } from '../../src/graphql/errors.ts';
import { requestIdOf } from '../../src/server/requestIds.ts';
import { urlOf } from '../../src/storage/address.ts';
import { quarantine } from '../../src/storage/quarantine.ts';
import { cprEnvironment } from '../cprKeys.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { decisionInput } from '../graphql/decision.ts';
import { startProgram, type Program } from './program.ts';
import { changed } from './subscriber.ts';

const newId = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/;

describe('the id of a request', () => {
  it.each([
    '4bf92f3577b34da6a3ce929d0e0e4736',
    '12345678901234567890123456789012',
    'f8c3de3d-1fea-4d7c-a8b0-29f63c4c3454',
    'router-1.example_7',
    'a'.repeat(100),
  ])('is that of the router: %s', (id) => {
    expect(requestIdOf({ 'x-request-id': id })).toBe(id);
  });

  it.each([
    ['absent', undefined],
    ['too long', 'a'.repeat(101)],
    ['with a line break', 'a\nb'],
    ['with a space', 'a b'],
    ['a path', '../a'],
    ['like a CPR number', '0101801234'],
    ['like one with a hyphen', '010180-1234'],
    ['like one whose zero was lost', '101801234'],
    ['like one among others', 'cpr-0101801234-x'],
    ['like one after a letter', 'x0101801234'],
  ])('is a new one where it is %s', (_, id) => {
    expect(requestIdOf({ 'x-request-id': id })).toMatch(newId);
  });
});

describe('the log', () => {
  let database: TestDatabase;
  let program: Program;
  beforeAll(async () => {
    database = await createTestDatabase();
    await quarantine(database.sql, 'submitDecision', 'set-aside');
    program = await startProgram({ ...cprEnvironment, DATABASE_URL: urlOf(database.address) });
  });
  afterAll(async () => {
    await program.end('SIGTERM');
    await database.drop();
  });

  /** The references that are logged of a request. */
  const referencesOf = (requestId: string) => {
    const line = program
      .output()
      .split('\n')
      .find((one) => one.includes(`"reqId":"${requestId}"`) && one.includes('"references"'));
    return line ? (JSON.parse(line) as { references: string[] }).references : [];
  };

  it('leads from the request id of the router to what went wrong', async () => {
    const response = await fetch(`${program.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'router-1' },
      body: JSON.stringify({
        query:
          'mutation ($inputs: [SubmitDecisionInput!]!) { submitDecisions(inputs: $inputs) { userErrors { message } } }',
        variables: { inputs: [decisionInput({ messageId: 'set-aside' })] },
      }),
    });
    expect(response.headers.get('x-request-id')).toBe('router-1');
    const answer = await response.text();
    await expect.poll(() => referencesOf('router-1')).toHaveLength(1);
    const [reference = ''] = referencesOf('router-1');
    expect(answer).toContain(reference);
    expect(program.output()).toContain(`"reference":"${reference}"`);
  });

  it('leads there over a WebSocket too', async () => {
    class Routed extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { headers: { 'x-request-id': 'router-2' } });
      }
    }
    const client = createClient({
      url: `${program.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: Routed,
      retryAttempts: 0,
    });
    await database.sql`alter table contact_group_change rename to away`;
    const answers = client.iterate({ query: changed, variables: { after: null } });
    const errors: unknown = await answers.next().catch((error: unknown) => error);
    expect(errors).toMatchObject([{ message: errorCodes.INTERNAL_SERVER_ERROR }]);
    await expect.poll(() => referencesOf('router-2')).toHaveLength(1);
    await database.sql`alter table away rename to contact_group_change`;
    await client.dispose();
  });
}, 60_000);
