import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { trustedCaller } from '../../src/auth/caller.ts';
import { createCallerLimits } from '../../src/server/callerLimits.ts';
import { createPlaces } from '../../src/server/places.ts';
import { noLimits, startTestService, type TestService } from './service.ts';

const secret = 'a-secret-of-the-router';
const headers = { 'content-type': 'application/json', 'x-router-secret': secret };
const exceeded = { errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] };
const changed = 'subscription { contactGroupChanged { id } }';
const deep = `{ id ${'... { '.repeat(30)} id ${'} '.repeat(30)} }`;
const deeper = `{ id ${'... { '.repeat(9_000)} id ${'} '.repeat(9_000)} }`;

/** A socket that has said hello; what it is told. */
async function open(url: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  const told: unknown[] = [];
  socket.on('message', (data: Buffer) => told.push(JSON.parse(data.toString())));
  const closed = once(socket, 'close').then(([code]) => code as number);
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await Promise.race([closed, expect.poll(() => told).toContainEqual({ type: 'connection_ack' })]);
  const subscribe = (id: string, query: string) => {
    socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
  };
  return { socket, told, closed, subscribe };
}

describe('an operation that asks for too much', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService({ routerSecrets: [secret], callbackHosts: ['127.0.0.1:9'] });
  });

  afterAll(() => service.end());

  const send = (query: string, more: Record<string, string> = {}) =>
    service.send('/graphql', {
      method: 'POST',
      headers: { ...headers, ...more },
      body: JSON.stringify({ query }),
    });

  it.each<[string, string]>([
    ['of depth', deep],
    ['of what a parser can take', deeper],
    ['of aliases', `{ id ${Array.from({ length: 51 }, (_, i) => `a${i}: id`).join(' ')} }`],
    ['of directives', `{ id ${'@skip(if: false) '.repeat(51)} }`],
    [
      'of everything',
      `{ citizen { decisions(first: 100) { nodes { citizen { decisions(first: 100) { nodes { citizen { decisions(first: 100) { nodes { id } } } } } } } } } }`,
    ],
    ['of text', `{ ${'id '.repeat(20_000)} }`],
  ])('%s is refused on every way in', async (_name, selection) => {
    const query = `subscription { contactGroupChanged ${selection} }`;
    expect(
      await send(
        query.replace('subscription { contactGroupChanged', '{ contactGroupChanges { nodes ').concat(' }'),
      ),
    ).toMatchObject({ status: 400, body: exceeded });
    for (const accept of ['text/event-stream', 'application/json;callbackSpec=1.0']) {
      const extensions = {
        subscription: { callbackUrl: 'http://127.0.0.1:9/', subscriptionId: 's', verifier: 'v' },
      };
      const body = JSON.stringify({ query, extensions });
      expect(
        await service.send('/graphql', { method: 'POST', headers: { ...headers, accept }, body }),
      ).toMatchObject({ status: 400, body: exceeded });
    }
    const { socket, told, subscribe } = await open(service.url);
    // A socket takes 64 kB.
    if (query.length < 64_000) {
      subscribe('1', query);
      await expect.poll(() => told[1]).toMatchObject({ type: 'error', payload: exceeded.errors });
    }
    socket.close();
  });

  it('has few faults told', async () => {
    const { body } = await send(`{ ${Array.from({ length: 1_000 }, (_, i) => `f${i}`).join(' ')} }`);
    expect((body as { errors: unknown[] }).errors).toHaveLength(11);
  });
});

describe('a caller that asks for too much', () => {
  const limits = { requests: 20, sockets: 2, subscriptions: 3 };
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService({ routerSecrets: [secret], callerLimits: limits });
  });

  afterAll(() => service.end());

  const send = () =>
    service.send('/graphql', { method: 'POST', headers, body: JSON.stringify({ query: '{ __typename }' }) });

  it('in a second waits', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, send));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(10);
    expect(refused[0]).toMatchObject({ body: exceeded });
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    await delay(1_100);
    expect(await send()).toMatchObject({ status: 200 });
  });

  it('of sockets is told so, until one is closed', async () => {
    const [first, second] = [await open(service.url), await open(service.url)];
    expect(await (await open(service.url)).closed).toBe(1013);
    first.socket.close();
    await first.closed;
    await delay(50);
    const third = await open(service.url);
    expect(third.told).toEqual([{ type: 'connection_ack' }]);
    second.socket.close();
    third.socket.close();
  });

  it('of subscriptions is told so, over all its sockets', async () => {
    await delay(1_100);
    const [first, second] = [await open(service.url), await open(service.url)];
    first.subscribe('1', changed);
    first.subscribe('2', changed);
    second.subscribe('1', changed);
    await expect.poll(() => service.subscribers()).toBe(3);
    second.subscribe('2', changed);
    await expect
      .poll(() => second.told[1])
      .toMatchObject({ id: '2', type: 'error', payload: exceeded.errors });
    first.socket.terminate();
    await expect.poll(() => service.subscribers()).toBe(1);
    second.subscribe('3', changed);
    await expect.poll(() => service.subscribers()).toBe(2);
    second.socket.close();
  });

  it('by subscribing over a socket waits as well', async () => {
    await delay(1_100);
    const { socket, told, subscribe } = await open(service.url);
    for (let id = 0; id < 40; id += 1) subscribe(String(id), '{ none }');
    await expect.poll(() => told.length).toBe(41);
    expect(JSON.stringify(told)).toContain('Too many requests.');
    socket.close();
  });
});

describe('the places of a caller', () => {
  it('are given back once, and leave others theirs', () => {
    const take = createPlaces(2);
    const [first, second] = [take('a'), take('a')];
    expect([take('a'), take('b')]).toEqual([null, expect.any(Function)]);
    first?.();
    first?.();
    expect([take('a'), take('a')]).toEqual([expect.any(Function), null]);
    second?.();
    expect(take('a')).not.toBeNull();
  });

  it('are never all places of calls', () => {
    const limits = createCallerLimits({ ...noLimits, requests: 1_000 });
    for (let i = 0; i < 192; i += 1) expect(limits.takeCall(trustedCaller('a'))).not.toBeNull();
    expect(limits.takeCall(trustedCaller('a'))).toBeNull();
    expect(limits.takeCall(trustedCaller('b'))).not.toBeNull();
  });
});

describe('the bucket of a caller', () => {
  it('fills evenly, for each by itself', () => {
    let time = 0;
    const limits = createCallerLimits({ ...noLimits, requests: 10 }, () => time);
    const take = (subject: string) => limits.takeRequest(trustedCaller(subject));
    for (let i = 0; i < 10; i += 1) expect(take('a')).toBe(0);
    expect([take('a'), take('b')]).toEqual([1, 0]);
    time = 250;
    expect([take('a'), take('a'), take('a')]).toEqual([0, 0, 1]);
    time = 60_000;
    for (let i = 0; i < 10; i += 1) expect(take('a')).toBe(0);
    expect(take('a')).toBe(1);
  });

  it('never empties where there is no limit', () => {
    const limits = createCallerLimits(noLimits);
    for (let i = 0; i < 1_000; i += 1) expect(limits.takeRequest(trustedCaller('a'))).toBe(0);
  });
});
