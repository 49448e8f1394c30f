import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { startRelay } from './relay.ts';
import { follow, startSystem, type Change, type System } from './system.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem();
});

afterAll(() => system.end());

/** Fetches, but fails at the calls with these numbers. */
function failingAt(...failing: readonly number[]): typeof fetch {
  let count = 0;
  return (...request) => {
    count += 1;
    return failing.includes(count) ? Promise.reject(new Error('No network')) : fetch(...request);
  };
}

describe('without a cursor', () => {
  it('it begins at the end of an empty log, and misses no change that is made while it is cut off', async () => {
    const { following, changes, states } = follow({ url: system.url });
    await expect.poll(() => states.at(-1)?.status).toBe('live');
    const stopped = system.stop();
    await system.submit(20);
    await stopped;
    await system.start();
    await expect.poll(() => changes).toEqual(await system.log());
    expect(changes.length).toBeGreaterThan(0);
    await following.stop();
  });

  it('it begins at the end of a log of several pages, however often the way there is interrupted', async () => {
    for (let i = 0; i < 5; i += 1) await system.submit(400);
    const before = await system.log();
    expect(before.length).toBeGreaterThan(1000);
    const { following, changes, states } = follow({ url: system.url, fetch: failingAt(1, 3, 5) });
    await expect.poll(() => states.at(-1)?.status).toBe('live');
    expect(following.cursor).toBe(before.at(-1)?.cursor);
    await system.submit(20);
    await expect.poll(() => changes).toEqual(await system.log(null, before.at(-1)?.cursor));
    await following.stop();
  });
});

describe('one citizen', () => {
  const isOf = (id: string) => (change: Change) => change.citizen.id === id;

  it('is followed from a cursor on, and alone', async () => {
    const log = await system.log();
    const { cursor: after, citizen } = log[200]!;
    const { following, changes } = follow({ url: system.url, after, citizenId: citizen.id });
    await system.submit(50);
    const expected = (await system.log(null, after)).filter(isOf(citizen.id));
    await expect.poll(() => changes.length).toBe(expected.length);
    expect(changes).toEqual(expected);
    await following.stop();
  });

  it('also where what is told of it gets lost', async () => {
    const { citizen } = (await system.log())[0]!;
    const after = (await system.log()).at(-1)!.cursor;
    const relay = await startRelay(system.url.replace('http', 'ws'), createRandom(1).fraction, {
      close: 0.05,
      silence: 0.05,
    });
    const { following, changes } = follow({
      url: system.url,
      webSocketUrl: relay.url,
      after,
      citizenId: citizen.id,
    });
    for (let i = 0; i < 10; i += 1) await system.submit(40);
    const expected = (await system.log(null, after)).filter(isOf(citizen.id));
    expect(expected.length).toBeGreaterThan(20);
    await expect.poll(() => changes.length, { timeout: 5000 }).toBe(expected.length);
    expect(changes).toEqual(expected);
    await following.stop();
    await relay.close();
  });

  it('whose id is none ends it', async () => {
    const { following } = follow({ url: system.url, citizenId: 'x' });
    await expect(following.done).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
