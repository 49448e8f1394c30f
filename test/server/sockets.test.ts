import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { json, text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import { trustedCaller } from '../../src/auth/caller.ts';
import type { EventStream, Subscribe } from '../../src/graphql/subscribe.ts';
import { createCallerLimits } from '../../src/server/callerLimits.ts';
import { silentLog } from '../../src/logging/log.ts';
import { serveSockets, socketLimits } from '../../src/server/sockets.ts';
import { createSubscriptions } from '../../src/server/subscriptions.ts';
import { endless } from './endless.ts';
import { noLimits, startTestService, type TestService } from './service.ts';
import { changed, changesOf, clientOf, logOf, submit, take } from './subscriber.ts';

const opened: WebSocket[] = [];

afterEach(() => {
  for (const socket of opened.splice(0)) socket.terminate();
});

/** A socket of which the tests see each message. */
function open(url: string, options: ClientOptions = {}, protocol = 'graphql-transport-ws') {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocol, options);
  opened.push(socket);
  const messages: Record<string, unknown>[] = [];
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) =>
    messages.push(JSON.parse(data.toString()) as Record<string, unknown>),
  );
  const send = (message: object) => {
    socket.send(JSON.stringify(message));
  };
  return {
    socket,
    messages,
    send,
    subscribe: (id: string, query = changed, variables = {}) => {
      send({ id, type: 'subscribe', payload: { query, variables } });
    },
    closed: once(socket, 'close').then(([code]) => code as number),
    ready: async () => {
      if (socket.readyState !== socket.OPEN) await once(socket, 'open');
      send({ type: 'connection_init' });
      await expect.poll(() => messages).toContainEqual({ type: 'connection_ack' });
    },
  };
}

/** The status of an upgrade that is refused, and its body. */
function refusalOf(url: string, options: ClientOptions = {}) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', options);
    opened.push(socket);
    socket.on('error', reject);
    socket.on('open', () => {
      resolve('open');
    });
    socket.on('unexpected-response', (_request, response) => {
      response.setEncoding('utf8').on('data', (body: string) => {
        resolve({ status: response.statusCode, body: JSON.parse(body) as unknown });
      });
    });
  });
}

describe('a socket of the service', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService({ webSocketOrigins: ['https://jobcentre.example'] });
  });

  afterAll(() => service.end());

  it('tells what came after a cursor, then live, each change once and in order', async () => {
    await submit(service.url, 0, 150);
    const log = await logOf(service.url);
    const client = clientOf(service.url);
    const heard = take(changesOf(client, log[20]!), 329);
    for (let from = 150; from < 350; from += 20) await submit(service.url, from, 20);
    const cursors = (await heard).map(({ cursor }) => cursor);
    expect(cursors).toEqual((await logOf(service.url)).slice(21));
    await client.dispose();
  });

  it.each([
    ['a query', '{ rules { id } }', 'BAD_USER_INPUT'],
    ['a mutation', 'mutation { submitDecisions(inputs: []) { duplicate } }', 'BAD_USER_INPUT'],
    ['a field that is none', 'subscription { other }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a syntax error', 'subscription {', 'GRAPHQL_VALIDATION_FAILED'],
    ['a bad argument', 'subscription { contactGroupChanged(after: "0101901234") { id } }', 'BAD_USER_INPUT'],
  ])('answers %s by an error without values, and goes on', async (_name, query, code) => {
    const { ready, subscribe, messages, send } = open(service.url);
    await ready();
    subscribe('1', query);
    await expect.poll(() => messages[1]).toMatchObject({ id: '1', type: 'error' });
    expect(messages[1]).toMatchObject({ payload: [{ extensions: { code } }] });
    expect(JSON.stringify(messages[1])).not.toMatch(/0101901234|stack|node_modules/);
    send({ type: 'ping' });
    await expect.poll(() => messages[2]).toEqual({ type: 'pong' });
  });

  it('unsubscribes where the client says so, and where it is gone', async () => {
    const { ready, subscribe, send, socket } = open(service.url);
    await ready();
    for (const id of ['a', 'b', 'c']) subscribe(id);
    await expect.poll(() => service.subscribers()).toBe(3);
    send({ id: 'a', type: 'complete' });
    await expect.poll(() => service.subscribers()).toBe(2);
    socket.terminate();
    await expect.poll(() => service.subscribers()).toBe(0);
  });

  it('leaks nothing where an id is used again before the first is started', async () => {
    const { ready, subscribe, send, socket } = open(service.url);
    await ready();
    for (let i = 0; i < 20; i += 1) {
      subscribe('a');
      send({ id: 'a', type: 'complete' });
    }
    subscribe('a');
    await expect.poll(() => service.subscribers()).toBeGreaterThan(0);
    socket.terminate();
    await expect.poll(() => service.subscribers()).toBe(0);
  });

  it.each<[string, (socket: ReturnType<typeof open>) => void, number]>([
    [
      'a subscription before connection_init',
      ({ subscribe }) => {
        subscribe('1');
      },
      4401,
    ],
    [
      'what is no JSON',
      ({ socket }) => {
        socket.send('0101901234');
      },
      4400,
    ],
    [
      'a message of another type',
      ({ send }) => {
        send({ type: 'connection_ack' });
      },
      4400,
    ],
    [
      'too much',
      ({ send }) => {
        send({ type: 'ping', payload: { x: 'x'.repeat(70_000) } });
      },
      1009,
    ],
    [
      'connection_init twice',
      ({ send }) => {
        send({ type: 'connection_init' });
        send({ type: 'connection_init' });
      },
      4429,
    ],
    ['nothing', () => undefined, 4408],
  ])('closes on %s', async (_name, say, code) => {
    const socket = open(service.url);
    await once(socket.socket, 'open');
    say(socket);
    expect(await socket.closed).toBe(code);
  });

  it('closes where the subprotocol is another', async () => {
    const socket = new WebSocket(`${service.url.replace('http', 'ws')}/graphql`);
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(4406);
  });

  it('is not opened from pages of other origins', async () => {
    const url = `${service.url}/graphql`;
    const refused = { status: 403, body: { errors: [{ extensions: { code: 'FORBIDDEN' } }] } };
    expect(await refusalOf(url, { origin: 'https://other.example' })).toMatchObject(refused);
    expect(await refusalOf(url, { origin: 'null' })).toMatchObject(refused);
    expect(await refusalOf(url, { origin: 'https://jobcentre.example' })).toBe('open');
    expect(await refusalOf(url, { origin: service.url })).toBe('open');
  });

  it('is opened at /graphql alone, and with what the protocol asks for', async () => {
    expect(await refusalOf(`${service.url}/other`)).toMatchObject({ status: 404 });
    expect(await refusalOf(`${service.url}/graphql?x=1`)).toBe('open');
    const [response] = (await once(
      get(`${service.url}/graphql`, { headers: { connection: 'upgrade', upgrade: 'websocket' } }),
      'response',
    )) as [IncomingMessage];
    expect(response.statusCode).toBe(400);
    expect(await json(response)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });
});

describe('a socket', () => {
  const servers: Server[] = [];

  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  /** A server whose subscriptions never run dry. */
  async function serve(limits: Partial<typeof socketLimits> = {}, events?: EventStream) {
    const subscribe: Subscribe = () => Promise.resolve({ events: events ?? endless() });
    const server = createServer((_request, response) => response.end('plain')).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    serveSockets(server, {
      logOf: () => silentLog,
      subscriptions: createSubscriptions(subscribe, { inAll: 8, perCaller: 5 }),
      authenticate: () => Promise.resolve(trustedCaller('test')),
      callerLimits: createCallerLimits(noLimits),
      origins: [],
      isStopping: () => false,
      maxSockets: { inAll: 4, perAddress: 3 },
      limits: { ...socketLimits, ...limits },
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('pulls only what the client reads, and ends one that does not for too long', async () => {
    const events = endless();
    const url = await serve({ pingEvery: 4_000 }, events);
    const { ready, subscribe, socket, closed } = open(url);
    await ready();
    subscribe('1');
    socket.pause();
    let soon = 0;
    const hasStopped = () => {
      const before = soon;
      soon = events.pulled;
      return soon > 0 && soon === before;
    };
    await expect.poll(hasStopped, { interval: 500, timeout: 5_000 }).toBe(true);
    // What the system holds between two sockets of one machine, about 6 MB.
    expect(soon).toBeLessThan(1_500);
    await delay(8_000);
    socket.resume();
    expect(await closed).toBe(1006);
    expect(events.pulled).toBe(soon);
  });

  it('stops listening to a client that asks and does not read', async () => {
    const url = await serve({ pingEvery: 60_000 });
    const { ready, socket } = open(url);
    await ready();
    socket.pause();
    const ping = JSON.stringify({ type: 'ping', payload: { x: 'x'.repeat(60_000) } });
    for (let i = 0; i < 1_000; i += 1) socket.send(ping);
    await delay(1_500);
    // Of 60 MB, what the system holds in both directions has gone, and 1 MB beside.
    expect(socket.bufferedAmount).toBeGreaterThan(30_000_000);
    socket.resume();
    await expect.poll(() => socket.bufferedAmount, { timeout: 10_000 }).toBe(0);
  });

  it('has room for so many subscriptions', async () => {
    const url = await serve();
    const first = open(url);
    await first.ready();
    for (let i = 0; i < 6; i += 1) first.subscribe(String(i));
    const refused = {
      id: '5',
      type: 'error',
      payload: [{ extensions: { code: 'LIMIT_EXCEEDED' }, message: expect.any(String) as unknown }],
    };
    await expect.poll(() => first.messages).toContainEqual(refused);
    first.send({ id: '0', type: 'complete' });
    first.subscribe('6');
    await expect.poll(() => first.messages.some(({ id }) => id === '6')).toBe(true);
    const second = open(url);
    await second.ready();
    for (let i = 2; i < 6; i += 1) second.subscribe(String(i));
    await expect.poll(() => second.messages).toContainEqual(refused);
  });

  it('is one of so many for an address', async () => {
    const url = await serve();
    const sockets = [open(url), open(url), open(url)];
    for (const { ready } of sockets) await ready();
    expect(await refusalOf(`${url}/graphql`)).toMatchObject({ status: 429 });
    sockets[0]!.socket.close();
    await sockets[0]!.closed;
    expect(await refusalOf(`${url}/graphql`)).toBe('open');
  });

  it('stands aside for a request that proposes another protocol', async () => {
    const url = await serve();
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.write(
      'POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\nContent-Length: 2\r\n\r\n{}',
    );
    expect(await text(socket)).toMatch(/^HTTP\/1.1 200 OK\r\n.*plain/s);
  });
});
