import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { follow, startSystem, type System } from './system.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem();
  await system.submit(10);
});

afterAll(() => system.end());

it('a client goes on by itself when the server restarts, and tells how it stands', async () => {
  const after = (await system.log()).at(-1)!.cursor;
  const { following, changes, states } = follow({ url: system.url, after });
  await expect.poll(() => states.at(-1)?.status).toBe('live');
  for (let restart = 0; restart < 2; restart += 1) {
    await system.submit(20);
    const stopped = system.stop();
    // Committed while the server no longer tells of it.
    await system.submit(20);
    await stopped;
    await expect.poll(() => states.at(-1)?.status).toBe('cut off');
    await system.start();
    await system.submit(20);
    await expect.poll(() => states.at(-1)?.status).toBe('live');
  }
  const log = await system.log(null, after);
  await expect.poll(() => changes.length).toBe(log.length);
  expect(changes).toEqual(log);
  for (const { status, reason } of states) expect(reason === null).toBe(status !== 'cut off');
  await following.stop();
});

it('clients one after the other, each from the cursor that the last one kept, see all', async () => {
  const after = (await system.log()).at(-1)!.cursor;
  const seen: unknown[] = [];
  let cursor = after;
  for (let life = 0; life < 5; life += 1) {
    const { following, changes } = follow({
      url: system.url,
      after: cursor,
      onChange: async (_, at) => {
        await delay(1);
        cursor = at;
      },
    });
    await system.submit(30);
    await expect.poll(() => changes.length).toBeGreaterThan(10);
    await following.stop();
    expect(following.cursor).toBe(cursor);
    expect(changes.at(-1)?.cursor).toBe(cursor);
    seen.push(...changes);
  }
  seen.push(...(await system.log(null, cursor)));
  expect(seen).toEqual(await system.log(null, after));
});
