import { once } from 'node:events';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventStreamLimits, sendEvents } from '../../src/server/eventStreams.ts';
import { endless } from './endless.ts';
import { eventsOf, openEventStream } from './eventStream.ts';
import { startTestService, type TestService } from './service.ts';
import { changed, changeOf, logOf, submit, take } from './subscriber.ts';

describe('a stream of events', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService();
  });

  afterAll(() => service.end());

  it('tells what came after a cursor, then live, each change once and in order', async () => {
    await submit(service.url, 0, 150);
    const log = await logOf(service.url);
    const response = await openEventStream(service.url, { query: changed, variables: { after: log[20] } });
    expect(response.headers['content-type']).toContain('text/event-stream');
    expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    const heard = take(eventsOf(response), 329);
    for (let from = 150; from < 350; from += 20) await submit(service.url, from, 20);
    expect((await heard).map((event) => changeOf(event.data).cursor)).toEqual(
      (await logOf(service.url)).slice(21),
    );
  });

  it('ends with the request', async () => {
    const responses = await Promise.all(
      [1, 2, 3].map(() => openEventStream(service.url, { query: changed })),
    );
    expect(service.subscribers()).toBe(3);
    for (const response of responses) response.destroy();
    await expect.poll(() => service.subscribers()).toBe(0);
  });

  it.each<[string, object | string, string]>([
    ['a query', { query: '{ rules { id } }' }, 'BAD_USER_INPUT'],
    ['a mutation', { query: 'mutation { submitDecisions(inputs: []) { duplicate } }' }, 'BAD_USER_INPUT'],
    ['a field that is none', { query: 'subscription { other }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a list', `[${JSON.stringify({ query: changed })}]`, 'BAD_USER_INPUT'],
    ['a text', '"x"', 'BAD_USER_INPUT'],
    ['a cursor that is none', { query: changed, variables: { after: '0101901234' } }, 'BAD_USER_INPUT'],
  ])('is refused for %s, in JSON', async (_name, body, code) => {
    const response = await openEventStream(service.url, body);
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toContain('application/json');
    const text = (await response.toArray()).join('');
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code } }] });
    expect(text).not.toContain('0101901234');
    expect(service.subscribers()).toBe(0);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'is refused for a page that sends %s from anywhere',
    async (type) => {
      const response = await openEventStream(service.url, { query: changed }, { 'content-type': type });
      expect(response.statusCode).toBe(415);
      response.resume();
    },
  );

  it('is for subscriptions, where a client takes JSON as well', async () => {
    const headers = { accept: 'application/json, text/event-stream' };
    const query = await openEventStream(service.url, { query: '{ rules { id } }' }, headers);
    expect(query.statusCode).toBe(200);
    expect(JSON.parse((await query.toArray()).join(''))).toMatchObject({ data: {} });
    const subscription = await openEventStream(service.url, { query: changed }, headers);
    expect(subscription.headers['content-type']).toContain('text/event-stream');
    subscription.destroy();
    await expect.poll(() => service.subscribers()).toBe(0);
  });

  it('is not what a plain POST gets, which says how to subscribe', async () => {
    const { status, body } = await service.post(changed);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toMatch(/WebSocket.*text\/event-stream/);
  });
});

describe('a stream of events that never run dry', () => {
  const apps: FastifyInstance[] = [];

  afterEach(async () => {
    for (const app of apps.splice(0)) {
      app.server.closeAllConnections();
      await app.close();
    }
  });

  async function serve(limits: Partial<typeof eventStreamLimits> = {}, events = endless()) {
    const app = Fastify();
    apps.push(app);
    app.post('/graphql', (_request, reply) => sendEvents(reply, events, { ...eventStreamLimits, ...limits }));
    return { url: await app.listen({ port: 0, host: '127.0.0.1' }), events };
  }

  it('pulls only what the client reads, and ends where it does not for too long', async () => {
    const { url, events } = await serve({ readWithin: 4_000 });
    await openEventStream(url, {});
    let soon = 0;
    const hasStopped = () => {
      const before = soon;
      soon = events.pulled;
      return soon > 0 && soon === before;
    };
    await expect.poll(hasStopped, { interval: 500, timeout: 5_000 }).toBe(true);
    // What the system holds between two sockets of one machine, about 6 MB.
    expect(soon).toBeLessThan(1_500);
    expect(events.ended).toBe(false);
    await expect.poll(() => events.ended, { timeout: 10_000 }).toBe(true);
    expect(events.pulled).toBe(soon);
  });

  it('says something now and then, and that it is complete', async () => {
    const events = endless({ waits: true });
    const { url } = await serve({ heartbeatEvery: 50 }, events);
    const response = await openEventStream(url, {});
    let text = '';
    response.on('data', (chunk: string) => {
      text += chunk;
    });
    await expect.poll(() => text).toContain(':\n\n'.repeat(4));
    await events.return();
    await once(response, 'end');
    expect(text).toMatch(/:\n\nevent: complete\ndata:\n\n$/);
  });
});
