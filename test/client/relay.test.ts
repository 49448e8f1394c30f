import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { subscribeOverWebSocket } from '../../src/client/webSocket.ts';
import { createRandom } from '../random.ts';
import { startRelay, type Mischief, type Relay } from './relay.ts';
import { follow, startSystem, type System } from './system.ts';

let system: System;
const relays: Relay[] = [];

beforeAll(async () => {
  system = await startSystem();
  await system.submit(10);
});

afterAll(async () => {
  for (const relay of relays) await relay.close();
  await system.end();
});

async function relayWith(mischief: Mischief, random = createRandom(1).fraction): Promise<Relay> {
  const relay = await startRelay(system.url.replace('http', 'ws'), random, mischief);
  relays.push(relay);
  return relay;
}

const end = async () => (await system.log()).at(-1)!.cursor;

describe('behind a relay that drops, joins late, repeats, closes, completes and falls silent', () => {
  const seeds = [1, 2, 3];

  it.each(seeds)('a client hands over exactly the log, once and in order (seed %i)', async (seed) => {
    const after = await end();
    const random = createRandom(seed).fraction;
    // Apart from the relay's, which draws as changes come: so the same is submitted each time.
    const drawn = createRandom(seed).fraction;
    const relay = await relayWith({ repeat: 0.05, close: 0.02, complete: 0.02, silence: 0.01 }, random);
    const shared = {
      url: system.url,
      webSocketUrl: relay.url,
      after,
      onChange: () => (random() < 0.1 ? delay(random() * 5) : undefined),
    };
    const municipalities = ['101', '101', '147', null];
    const clients = municipalities.map((code) =>
      follow({ ...shared, ...(code !== null && { municipalityCode: code }) }),
    );
    for (let i = 0; i < 40; i += 1) {
      await system.submit(1 + Math.floor(drawn() * 15));
      await delay(drawn() * 60);
    }
    for (const [index, { following, changes }] of clients.entries()) {
      const log = await system.log(municipalities[index], after);
      expect(log.length).toBeGreaterThan(100);
      await expect.poll(() => changes.length, { timeout: 5000 }).toBe(log.length);
      expect(changes).toEqual(log);
      await following.stop();
    }
    await expect.poll(relay.sockets).toBe(0);
  });

  it('which did all of that', () => {
    expect(relays).toHaveLength(seeds.length);
    for (const what of ['drop', 'joinLate', 'repeat', 'close', 'complete', 'silence'] as const)
      expect(relays.reduce((sum, { done }) => sum + done[what], 0)).toBeGreaterThan(0);
  });
});

describe('a client', () => {
  it('leaves a relay that keeps changes back, and says why', async () => {
    const after = await end();
    const relay = await relayWith({ silence: 1 });
    const { following, changes, states } = follow({ url: system.url, webSocketUrl: relay.url, after });
    await expect.poll(() => states.at(-1)?.status).toBe('live');
    await system.submit(20);
    await expect
      .poll(() => states.map(({ reason }) => reason?.message))
      .toContain('The subscription keeps back what the log has');
    expect(changes).toEqual(await system.log(null, after));
    await expect.poll(() => relay.inits.length).toBeGreaterThan(1);
    await following.stop();
  });

  it('asks nothing for what is repeated', async () => {
    const after = await end();
    const relay = await relayWith({ repeat: 1 });
    let queries = 0;
    const { following, changes, states } = follow({
      url: system.url,
      webSocketUrl: relay.url,
      after,
      verifyEvery: 60_000,
      graceTime: 60_000,
      fetch: (...request) => {
        queries += 1;
        return fetch(...request);
      },
    });
    await expect.poll(() => states.at(-1)?.status).toBe('live');
    const asked = queries;
    for (let i = 0; i < 20; i += 1) {
      await system.submit(2);
      await delay(10);
    }
    const log = await system.log(null, after);
    await expect.poll(() => changes.length).toBe(log.length);
    expect(changes).toEqual(log);
    expect(relay.done.repeat).toBeGreaterThan(10);
    expect(queries - asked).toBeLessThanOrEqual(relay.done.drop);
    await following.stop();
  });

  it('knows within two pings that the other side is gone', async () => {
    const relay = await relayWith({});
    const { following, states } = follow({
      url: system.url,
      subscribe: subscribeOverWebSocket({ url: relay.url, webSocket: WebSocket, pingEvery: 150 }),
      after: await end(),
    });
    await expect.poll(() => states.at(-1)?.status).toBe('live');
    await delay(500);
    expect(states.at(-1)?.status).toBe('live');
    relay.freeze();
    await expect
      .poll(() => states.map(({ reason }) => reason?.message))
      .toContain('The other side does not answer');
    await expect.poll(() => states.at(-1)?.status).toBe('live');
    await following.stop();
  });
});
