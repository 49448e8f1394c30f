import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { trustedCaller } from '../../src/auth/caller.ts';
import type { EventStream } from '../../src/graphql/subscribe.ts';
import { silentLog } from '../../src/logging/log.ts';
import { createCallbacks } from '../../src/server/callbacks.ts';
import { createSubscriptions } from '../../src/server/subscriptions.ts';
import { endless } from './endless.ts';
import { answerWell, startRouter, type Router } from './router.ts';
import { startTestService, type TestService } from './service.ts';
import { changed, logOf, submit } from './subscriber.ts';

const acceptOfApollo = 'application/json;callbackSpec=1.0';
const acceptOfHive = 'application/json;callbackSpec=1.0; charset=utf-8';

let router: Router;
let other: Router;

beforeEach(async () => {
  [router, other] = [await startRouter(), await startRouter()];
});

afterEach(() => {
  router.close();
  other.close();
});

function asked(url: string, more: object = {}) {
  return { callbackUrl: url, subscriptionId: 'id', verifier: 'secret', heartbeatIntervalMs: 0, ...more };
}

const actions = () => router.posted.map(({ action }) => action);

describe('a callback subscription of the service', () => {
  let service: TestService;

  beforeAll(async () => {
    // The routers of the tests take any port; so the one that is listed is started first.
    listed = await startRouter();
    service = await startTestService({ callbackHosts: [listed.host] });
  });

  afterAll(async () => {
    await service.end();
    listed.close();
  });

  let listed: Router;

  beforeEach(() => {
    listed.posted.length = 0;
    listed.answer = answerWell;
  });

  const start = (subscription: object, body: object = {}, accept = acceptOfApollo) =>
    service.send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query: changed, extensions: { subscription }, ...body }),
    });

  it.each([
    ['Apollo', acceptOfApollo, 0],
    ['Hive', acceptOfHive, 400],
  ])(
    'is checked, told what came after a cursor, then live, in order, as %s asks',
    async (_, accept, from) => {
      await submit(service.url, from, 100);
      const log = await logOf(service.url);
      const variables = { after: log.at(-80) };
      const { status, headers, body } = await start(asked(listed.url), { variables }, accept);
      expect({ status, body }).toEqual({ status: 200, body: { data: null } });
      expect(headers.get('subscription-protocol')).toBe('callback/1.0');
      for (let at = from + 100; at < from + 200; at += 20) await submit(service.url, at, 20);
      await expect.poll(() => listed.posted.length, { timeout: 5_000 }).toBe(1 + 79 + 100);
      expect(listed.posted[0]).toMatchObject({
        kind: 'subscription',
        action: 'check',
        id: 'id',
        verifier: 'secret',
      });
      const cursors = listed.posted.slice(1).map(({ payload }) => payload?.data.contactGroupChanged.cursor);
      expect(cursors).toEqual((await logOf(service.url)).slice(-179));
      expect(listed.atOnce).toBe(1);
      listed.answer = (_message, response) => response.writeHead(404).end();
      await submit(service.url, from + 200, 1);
      await expect.poll(() => service.subscribers()).toBe(0);
    },
  );

  it.each<[string, () => object, number, string]>([
    ['a host that is not listed', () => asked(other.url), 403, 'FORBIDDEN'],
    ['another port', () => asked('http://127.0.0.1/callback'), 403, 'FORBIDDEN'],
    ['a user', () => asked(`http://${listed.host}@${other.host}/`), 403, 'FORBIDDEN'],
    ['a URL that is none', () => asked('0101901234'), 400, 'BAD_USER_INPUT'],
    ['another scheme', () => asked(`file://${listed.host}/x`), 400, 'BAD_USER_INPUT'],
    ['no id', () => asked(listed.url, { subscriptionId: undefined }), 400, 'BAD_USER_INPUT'],
    ['nothing', () => [], 400, 'BAD_USER_INPUT'],
  ])('is refused for %s, and nothing is posted', async (_name, subscription, status, code) => {
    const answer = await start(subscription());
    expect(answer).toMatchObject({ status, body: { errors: [{ extensions: { code } }] } });
    expect(JSON.stringify(answer.body)).not.toContain('0101901234');
    expect([...listed.posted, ...other.posted]).toEqual([]);
    expect(service.subscribers()).toBe(0);
  });

  it.each<[string, object, string]>([
    ['a query', { query: '{ rules { id } }' }, 'BAD_USER_INPUT'],
    ['a mutation', { query: 'mutation { submitDecisions(inputs: []) { duplicate } }' }, 'BAD_USER_INPUT'],
    ['a field that is none', { query: 'subscription { other }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a cursor that is none', { variables: { after: 'x' } }, 'BAD_USER_INPUT'],
  ])('never starts and posts nothing for %s', async (_name, body, code) => {
    expect(await start(asked(listed.url), body)).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code } }] },
    });
    expect(listed.posted).toEqual([]);
    expect(service.subscribers()).toBe(0);
  });

  it.each<[string, Router['answer']]>([
    ['404', (_message, response) => response.writeHead(404).end()],
    ['200', (_message, response) => response.writeHead(200).end()],
    [
      'another protocol',
      (_message, response) => response.writeHead(204, { 'subscription-protocol': 'websocket' }).end(),
    ],
    [
      'a redirect',
      (_message, response) => response.writeHead(307, { location: `http://${other.host}/` }).end(),
    ],
  ])('does not start where the check is answered by %s', async (_name, answer) => {
    listed.answer = answer;
    expect(await start(asked(listed.url))).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
    });
    expect(listed.posted).toHaveLength(1);
    expect(other.posted).toEqual([]);
    expect(service.subscribers()).toBe(0);
  });

  it('is off where no host is listed', async () => {
    const off = await startTestService();
    const answer = await off.send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: acceptOfApollo },
      body: JSON.stringify({ query: changed, extensions: { subscription: asked(listed.url) } }),
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
    });
    expect(listed.posted).toEqual([]);
    await off.end();
  });

  it('is completed when the service stops', async () => {
    const stopping = await startTestService({ callbackHosts: [listed.host] });
    await stopping.send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: acceptOfApollo },
      body: JSON.stringify({ query: changed, extensions: { subscription: asked(listed.url) } }),
    });
    await stopping.end();
    expect(listed.posted.map(({ action }) => action)).toEqual(['check', 'complete']);
  });
});

describe('a callback subscription', () => {
  /** Starts one whose events are these, with quick tries. */
  async function start(events: EventStream, subscription: object = {}) {
    const subscriptions = createSubscriptions(() => Promise.resolve({ events }), { inAll: 2, perCaller: 1 });
    const callbacks = createCallbacks({
      subscriptions,
      hosts: [router.host],
      log: silentLog,
      limits: { tries: 5, pause: 20, within: 200 },
    });
    const request = { query: changed, extensions: { subscription: asked(router.url, subscription) } };
    const start = () => callbacks.start(request, trustedCaller('test'));
    return { again: start, refused: await start(), subscriptions };
  }

  it('pulls an event once the one before was taken', async () => {
    const events = endless();
    router.answer = async (message, response) => {
      if (message.action === 'next') await delay(100);
      answerWell(message, response);
    };
    await start(events);
    await delay(350);
    expect(events.pulled).toBeLessThan(6);
    expect(router.posted.length).toBeGreaterThan(2);
    expect(router.atOnce).toBe(1);
    await events.return();
    await expect.poll(() => actions().at(-1)).toBe('complete');
  });

  it('is checked at half the interval, which an older router writes in another way', async () => {
    const events = endless({ waits: true });
    await start(events, { heartbeatIntervalMs: undefined, heartbeat_interval_ms: 400 });
    await delay(1_100);
    const checks = router.posted.slice(1).map(({ at }) => at - router.posted[0]!.at);
    expect(checks.length).toBeGreaterThanOrEqual(4);
    expect(checks.length).toBeLessThanOrEqual(5);
    await events.return();
    await expect.poll(() => actions().at(-1)).toBe('complete');
    const { length } = router.posted;
    await delay(500);
    expect(router.posted).toHaveLength(length);
  });

  it('is not checked where no heartbeat is asked for', async () => {
    const events = endless({ waits: true });
    await start(events);
    await delay(400);
    expect(actions()).toEqual(['check']);
    await events.return();
  });

  it.each<[string, number, Router['answer']]>([
    ['is gone', 1, (_message, response) => response.writeHead(404).end()],
    ['redirects', 1, (_message, response) => response.writeHead(307, { location: other.url }).end()],
    ['fails', 5, (_message, response) => response.writeHead(500).end()],
    ['hangs up', 5, (_message, response) => response.destroy()],
    ['does not answer', 5, () => undefined],
  ])('ends where its router %s, after %i tries', async (_name, tries, answer) => {
    for (const heartbeatIntervalMs of [0, 400]) {
      // Told of an event, or found by the heartbeat.
      const events = endless({ waits: heartbeatIntervalMs > 0 });
      router.posted.length = 0;
      router.answer = (message, response) => {
        router.answer = answer;
        answerWell(message, response);
      };
      const { subscriptions } = await start(events, { heartbeatIntervalMs });
      await expect.poll(() => events.ended, { timeout: 5_000 }).toBe(true);
      expect(subscriptions.count).toBe(0);
      expect(router.posted).toHaveLength(1 + tries);
      await delay(300);
      expect(router.posted).toHaveLength(1 + tries);
      expect(other.posted).toEqual([]);
    }
  });

  it('goes on where a router fails for a moment, with the same event', async () => {
    const events = endless();
    let failures = 4;
    router.answer = (message, response) => {
      if (message.action === 'next' && failures-- > 0) response.writeHead(503).end();
      else answerWell(message, response);
    };
    await start(events);
    await expect.poll(() => router.posted.length).toBeGreaterThan(20);
    expect(events.pulled).toBeGreaterThanOrEqual(router.posted.length - 6);
    await events.return();
  });

  it('is completed with the error that ended it', async () => {
    const events = endless();
    const errors = [{ message: 'too far behind', extensions: { code: 'LIMIT_EXCEEDED' } }];
    let told = 0;
    events.next = () => {
      told += 1;
      if (told === 1) return Promise.resolve({ done: false, value: { data: null, errors } });
      return Promise.resolve(
        told === 2 ? { done: false, value: { errors } } : { done: true, value: undefined },
      );
    };
    await start(events);
    await expect.poll(actions).toEqual(['check', 'next', 'complete']);
    expect(router.posted[1]).toMatchObject({ payload: { data: null, errors } });
    expect(router.posted[2]).toMatchObject({ errors });
  });

  it('is one of so many for a router', async () => {
    const events = endless({ waits: true });
    const { again } = await start(events);
    expect(await again()).toMatchObject({ errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] });
    await events.return();
  });
});
