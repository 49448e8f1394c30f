import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { FollowError } from '../../src/client/errors.ts';
import { subscribeOverWebSocket } from '../../src/client/webSocket.ts';
import { createRandom } from '../random.ts';
import { startRelay } from './relay.ts';
import { follow, startSystem, type System } from './system.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem();
  await system.submit(10);
});

afterAll(() => system.end());

/** A promise that waits for its release. */
function holding() {
  let release: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (release = resolve));
  return { promise, release };
}

const end = async () => (await system.log()).at(-1)!.cursor;

describe('the handler', () => {
  it('is given all in order however slow it is: what is forgotten meanwhile is read again', async () => {
    const after = await end();
    const held = holding();
    const { following, changes, states } = follow({
      url: system.url,
      after,
      onChange: () => held.promise,
      graceTime: 60_000,
      verifyEvery: 60_000,
    });
    await expect.poll(() => states.at(-1)?.status).toBe('live');
    for (let i = 0; i < 6; i += 1) await system.submit(400);
    expect(changes).toEqual([]);
    held.release();
    const log = await system.log(null, after);
    expect(log.length).toBeGreaterThan(1100);
    await expect.poll(() => changes.length).toBe(log.length);
    expect(changes).toEqual(log);
    await following.stop();
  });

  it('ends it by throwing, and has not taken that change', async () => {
    const after = await end();
    const fault = new Error('The disk is full');
    let calls = 0;
    const { following, changes, states } = follow({
      url: system.url,
      after,
      onChange: () => {
        if ((calls += 1) === 3) throw fault;
      },
    });
    const done = following.done.catch((reason: unknown) => reason);
    await system.submit(20);
    expect(await done).toBe(fault);
    expect(calls).toBe(3);
    expect(following.cursor).toBe(changes[1]?.cursor);
    expect(states.at(-1)).toMatchObject({ status: 'cut off', reason: fault });
    await expect.poll(system.subscribers).toBe(0);
    await following.stop();
  });
});

describe('what no retry mends ends it with a typed error', () => {
  it.each([
    ['a field that is not there', { selection: 'other' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a selection that is no GraphQL', { selection: '{' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a cursor that is none', { after: 'x' }, 'BAD_USER_INPUT'],
    ['a municipality that is none', { municipalityCode: 'x' }, 'BAD_USER_INPUT'],
    [
      'a caller who may not',
      { fetch: () => Promise.resolve(Response.json({ errors: [{ extensions: { code: 'FORBIDDEN' } }] })) },
      'FORBIDDEN',
    ],
  ])('%s', async (_, wrong, code) => {
    const { following, changes, states } = follow({ url: system.url, after: await end(), ...wrong });
    const error: unknown = await following.done.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FollowError);
    expect(error).toMatchObject({ code });
    expect(states.map(({ status }) => status)).toEqual(['catching up', 'cut off']);
    expect(changes).toEqual([]);
  });

  it('also where only the subscription is refused', async () => {
    const { following } = follow({
      url: system.url,
      after: await end(),
      subscribe: (operation, sink) =>
        subscribeOverWebSocket({ url: system.url.replace('http', 'ws'), webSocket: WebSocket })(
          { ...operation, query: 'subscription { other }' },
          sink,
        ),
    });
    await expect(following.done).rejects.toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
  });
});

describe('it goes on', () => {
  it('after LIMIT_EXCEEDED, from where it is', async () => {
    const after = await end();
    const subscribe = subscribeOverWebSocket({ url: system.url.replace('http', 'ws'), webSocket: WebSocket });
    let attempts = 0;
    const { following, changes, states } = follow({
      url: system.url,
      after,
      subscribe: (operation, sink) => {
        if ((attempts += 1) > 1) return subscribe(operation, sink);
        sink.opened();
        sink.next({ errors: [{ message: 'slow', extensions: { code: 'LIMIT_EXCEEDED', cursor: after } }] });
        return () => undefined;
      },
    });
    await system.submit(20);
    await expect.poll(() => changes.length).toBe((await system.log(null, after)).length);
    await expect.poll(() => attempts).toBe(2);
    expect(states.map(({ reason }) => reason?.message)).toContain('slow');
    await following.stop();
  });

  it('with a new token each time, in the header and in connection_init', async () => {
    const relay = await startRelay(system.url.replace('http', 'ws'), createRandom(1).fraction, {
      complete: 1,
    });
    const headers: (string | null)[] = [];
    let count = 0;
    const { following, changes } = follow({
      url: system.url,
      webSocketUrl: relay.url,
      after: await end(),
      // The log is asked only before each connection, so that it can be said which token is for what.
      graceTime: 60_000,
      verifyEvery: 60_000,
      authorization: () => Promise.resolve(`Bearer ${(count += 1)}`),
      fetch: (input, init) => {
        headers.push(new Headers(init?.headers).get('authorization'));
        return fetch(input, init);
      },
    });
    await expect.poll(() => relay.inits).toEqual([{ authorization: 'Bearer 2' }]);
    await system.submit(20);
    await expect.poll(() => relay.inits[1]).toEqual({ authorization: 'Bearer 4' });
    expect(headers.slice(0, 2)).toEqual(['Bearer 1', 'Bearer 3']);
    expect(changes).not.toEqual([]);
    await following.stop();
    await relay.close();
  });
});

describe('stop', () => {
  it('waits for the change that is being taken, and gives no other', async () => {
    const after = await end();
    const held = holding();
    let calls = 0;
    const { following, changes } = follow({
      url: system.url,
      after,
      onChange: () => {
        calls += 1;
        return held.promise;
      },
    });
    await system.submit(20);
    await expect.poll(() => calls).toBe(1);
    const stopped = following.stop();
    held.release();
    await stopped;
    expect(changes).toEqual((await system.log(null, after)).slice(0, 1));
    expect(calls).toBe(1);
    await expect.poll(system.subscribers).toBe(0);
  });

  it('closes a connection that never comes to stand', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const connected = once(mute, 'connection');
    const { following } = follow({
      url: system.url,
      webSocketUrl: `ws://127.0.0.1:${(mute.address() as AddressInfo).port}`,
      after: await end(),
    });
    await connected;
    await following.stop();
    await new Promise((resolve) => mute.close(resolve));
  });

  it('leaves nothing that would keep a process alive', async () => {
    const after = await end();
    await system.submit(20);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', join(import.meta.dirname, 'child.ts'), system.url, after],
      { timeout: 8000 },
    );
    expect(stdout).toBe('stopped');
  });
});
