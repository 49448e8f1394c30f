import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createTokenIssuer, type TokenIssuer } from '../auth/issuer.ts';
import { madeUpCpr, submission } from '../commands/submission.ts';
import { startTestService, type TestService } from './service.ts';

const secret = 'a-secret-of-the-router';
let issuer: TokenIssuer;
let service: TestService;

beforeAll(async () => {
  issuer = await createTokenIssuer();
  service = await startTestService({ tokens: issuer.options, routerSecrets: [secret] });
});

afterAll(async () => {
  await service.end();
  await issuer.end();
});

async function token(scope: string, municipalities: string[], seconds?: number): Promise<string> {
  return `Bearer ${await issuer.token(scope, municipalities, seconds)}`;
}

function post(query: string, headers: Record<string, string>) {
  return service.send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
}

const routed = (authorization: string) => ({ authorization, 'x-router-secret': secret });
const rules = '{ rules { id } }';

describe('over HTTP', () => {
  it('a caller must be known, before anything is read', async () => {
    const good = await token('citizens:read', ['101']);
    for (const headers of [
      {},
      { authorization: good },
      { 'x-router-secret': secret },
      routed('Bearer x.y.z'),
      routed(await token('citizens:read', ['101'], -60)),
    ])
      expect(await post(rules, headers)).toMatchObject({
        status: 401,
        body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
      });
    expect(await post(rules, routed(good))).toMatchObject({
      status: 200,
      body: { data: { rules: expect.any(Array) as unknown } },
    });
  });

  it('and may have only what its scopes say', async () => {
    const query = '{ citizen(by: { id: "x" }) { id cpr } }';
    const headers = routed(await token('citizens:read', ['*']));
    const { status, body } = await post(query, headers);
    expect({ status, body }).toEqual({
      status: 403,
      body: {
        errors: [{ message: 'Citizen.cpr asks for the scope cpr:read.', extensions: { code: 'FORBIDDEN' } }],
      },
    });
    expect(await post('{ citizen(by: { id: "x" }) { id } }', headers)).toMatchObject({ status: 200 });
  });

  it('by any way of subscribing', async () => {
    const query = 'subscription { contactGroupChanged { id } }';
    const accept = 'text/event-stream';
    expect(await post(query, { accept })).toMatchObject({ status: 401 });
    const adapter = routed(await token('decisions:submit', ['*']));
    expect(await post(query, { ...adapter, accept })).toMatchObject({
      status: 403,
      body: { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
    });
  });

  it('probes ask for nobody', async () => {
    expect(await service.send('/readyz')).toMatchObject({ status: 200 });
    expect(await service.send('/livez')).toMatchObject({ status: 200 });
  });
});

/** Opens a socket that says hello and subscribes to all; gives what it is told, until it is closed. */
async function subscribed(payload: object, headers: Record<string, string> = {}) {
  const socket = new WebSocket(`${service.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers,
  });
  const told: Record<string, unknown>[] = [];
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('open', () => {
    socket.send(JSON.stringify({ type: 'connection_init', payload }));
  });
  await new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Record<string, unknown>;
      if (message['type'] === 'connection_ack') {
        const query =
          'subscription { contactGroupChanged { kind citizen { id } decision { municipalityCode } } }';
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
        // The subscription begins before the next message is answered.
        setTimeout(resolve, 300);
      } else told.push(message);
    });
    void closed.then(() => {
      resolve();
    });
  });
  return { socket, told, closed };
}

describe('over WebSocket', () => {
  it('a caller must say hello with credentials that are good', async () => {
    for (const payload of [{}, { authorization: 'Bearer x.y.z', routerSecret: secret }])
      expect(await (await subscribed(payload)).closed).toBe(4401);
  });

  it('takes them from the payload or from the request that opened it', async () => {
    const authorization = await token('citizens:read', ['101']);
    const byPayload = await subscribed({ authorization, routerSecret: secret });
    const byHeaders = await subscribed({}, routed(authorization));
    for (const { socket, told } of [byPayload, byHeaders]) {
      expect([socket.readyState, told]).toEqual([WebSocket.OPEN, []]);
      socket.close();
    }
  });

  it('tells a jobcentre what is its own, until the citizen has moved', async () => {
    const authorization = await token('citizens:read', ['101']);
    const { socket, told } = await subscribed({ authorization, routerSecret: secret });
    const adapter = routed(await token('decisions:submit', ['*']));
    const cpr = madeUpCpr(1);
    for (const [municipalityCode, kyId, contactGroup] of [
      ['101', 'A', 2],
      ['851', 'B', 11],
      ['851', 'C', 12],
    ] as const) {
      const input = JSON.stringify(submission({ cpr, municipalityCode, kyId, contactGroup }))
        .replace(/"(\w+)":/g, '$1:')
        .replace('"GRANTED"', 'GRANTED');
      const answer = await post(`mutation { submitDecision(input: ${input}) { duplicate } }`, adapter);
      expect(answer).toMatchObject({ status: 200, body: { data: { submitDecision: { duplicate: false } } } });
    }
    await expect.poll(() => told.length).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 300));
    socket.close();
    expect(told.map((message) => message['payload'])).toMatchObject([
      { data: { contactGroupChanged: { kind: 'OPENED', decision: { municipalityCode: '101' } } } },
      { data: { contactGroupChanged: { kind: 'CHANGED', decision: { municipalityCode: '851' } } } },
    ]);
  });

  it('shows a jobcentre beside such a change what it names, and nothing that came later', async () => {
    const { body } = await post(
      `{ contactGroupChanges(last: 1) { nodes { kind from { id open } to { id } decision { id } citizen {
        id municipalityCode contactGroups { id } contactGroupHistory { nodes { id } } decisions { nodes { id } }
        ofCase: decisions(kyId: "C") { nodes { id } } sicknessAbsences { sickFrom } } } } }`,
      routed(await token('citizens:read', ['101'])),
    );
    const none = { nodes: [] };
    expect(body).toMatchObject({
      data: {
        contactGroupChanges: {
          nodes: [
            {
              kind: 'CHANGED',
              from: { open: false },
              to: {},
              decision: {},
              citizen: {
                municipalityCode: '851',
                contactGroups: [],
                contactGroupHistory: none,
                decisions: none,
                ofCase: none,
                sicknessAbsences: [],
              },
            },
          ],
        },
      },
    });
  });

  it('ends a subscription with its token', async () => {
    // The clocks may be five seconds apart: a token is taken for a while after it has expired, and then ends at once.
    const authorization = await token('citizens:read', ['101'], 1);
    const { socket, told } = await subscribed({ authorization, routerSecret: secret });
    await expect.poll(() => told.length, { timeout: 5000 }).toBe(2);
    socket.close();
    expect(told).toMatchObject([
      { type: 'next', payload: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } },
      { type: 'complete' },
    ]);
  });
});
