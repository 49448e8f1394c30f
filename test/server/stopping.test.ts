import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { urlOf } from '../../src/storage/address.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { eventsOf, openEventStream } from './eventStream.ts';
import { startProgram } from './program.ts';
import { startRouter, type Router } from './router.ts';
import { startTestService } from './service.ts';
import { changed, submit } from './subscriber.ts';
import { cprEnvironment } from '../cprKeys.ts';

let database: TestDatabase;
let router: Router;

beforeAll(async () => {
  database = await createTestDatabase();
  router = await startRouter();
});

afterAll(async () => {
  router.close();
  await database.drop();
});

/** A subscription that runs, by what it was told. */
async function overWebSocket(url: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const told: string[] = [];
  await once(socket, 'open');
  socket.on('message', (data: Buffer) => told.push((JSON.parse(data.toString()) as { type: string }).type));
  socket.on('close', (code) => told.push(String(code)));
  socket.send('{"type":"connection_init"}');
  await expect.poll(() => told).toEqual(['connection_ack']);
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: changed } }));
  return { socket, told };
}

async function asEvents(url: string) {
  const told: string[] = [];
  const response = await openEventStream(url, { query: changed });
  void (async () => {
    for await (const { event } of eventsOf(response)) told.push(event);
    told.push('end');
  })();
  return { told };
}

async function byCallback(url: string) {
  const subscription = {
    callbackUrl: router.url,
    subscriptionId: '1',
    verifier: 'secret',
    heartbeatIntervalMs: 0,
  };
  await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json;callbackSpec=1.0' },
    body: JSON.stringify({ query: changed, extensions: { subscription } }),
  });
  return {
    get told() {
      return router.posted.map(({ action }) => action);
    },
  };
}

describe('a server that stops', () => {
  it('takes no sockets, completes subscriptions over every transport, and answers requests', async () => {
    const service = await startTestService({ callbackHosts: [router.host] });
    const socket = await overWebSocket(service.url);
    const events = await asEvents(service.url);
    const callback = await byCallback(service.url);
    await expect.poll(() => service.subscribers()).toBe(3);
    await submit(service.url, 0, 1);
    await expect
      .poll(() => [events.told, socket.told, callback.told])
      .toEqual([['next'], ['connection_ack', 'next'], ['check', 'next']]);
    const closed = service.close();
    const late = new WebSocket(`${service.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const inFlight = service.post('{ rules { id } }');
    const [error] = (await once(late, 'error')) as [Error];
    expect(error.message).toContain('503');
    expect((await inFlight).status).toBe(200);
    await closed;
    expect(socket.told).toEqual(['connection_ack', 'next', 'complete', '1001']);
    expect(events.told).toEqual(['next', 'complete', 'end']);
    expect(callback.told).toEqual(['check', 'next', 'complete']);
    await service.database.drop();
  });

  it('exits with 0 in time, whoever still subscribes and whoever does not read', async () => {
    router.posted.length = 0;
    const program = await startProgram({
      ...cprEnvironment,
      DATABASE_URL: urlOf(database.address),
      CALLBACK_HOSTS: router.host,
    });
    const all = [
      await overWebSocket(program.url),
      await asEvents(program.url),
      await byCallback(program.url),
    ];
    const { socket: unread } = await overWebSocket(program.url);
    unread.pause();
    const idle = await openEventStream(program.url, { query: changed });
    idle.pause();
    // A router that takes its time.
    router.answer = () => undefined;
    await submit(program.url, 100, 500);
    const { code, milliseconds } = await program.end('SIGTERM');
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(10_000);
    await expect.poll(() => all[0]!.told.slice(-2)).toEqual(['complete', '1001']);
    await expect.poll(() => all[1]!.told.slice(-2)).toEqual(['complete', 'end']);
  });
});
