import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { urlOf } from '../../src/storage/address.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { eventsOf, openEventStream } from './eventStream.ts';
import { startProgram, type Program } from './program.ts';
import { startTestService } from './service.ts';
import {
  changed,
  changeOf,
  changesOf,
  clientOf,
  decisions,
  logOf,
  send,
  submit,
  take,
} from './subscriber.ts';
import { cprEnvironment } from '../cprKeys.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

/** Goes on after the last cursor, at whatever server there is, until it has heard so many. */
async function follow(
  cursors: string[],
  count: number,
  from: (after: string | null) => AsyncIterable<{ cursor: string }>,
): Promise<void> {
  while (cursors.length < count) {
    try {
      for await (const { cursor } of from(cursors.at(-1) ?? null)) if (cursors.push(cursor) === count) break;
    } catch {
      // It went away; there will be another.
    }
    await delay(50);
  }
}

describe('subscribers', () => {
  it('hear of the changes of every instance, in one order', async () => {
    const first = await startTestService({ databaseUrl: urlOf(database.address) });
    const second = await startTestService({ databaseUrl: urlOf(database.address) });
    const clients = [clientOf(first.url), clientOf(second.url)];
    const heard = clients.map((client) => take(changesOf(client, null), 200));
    await expect.poll(() => first.subscribers() + second.subscribers()).toBe(2);
    await Promise.all([submitSlowly(first.url, 0), submitSlowly(second.url, 100)]);
    const [byFirst, bySecond] = await Promise.all(heard);
    const log = await logOf(first.url);
    expect(byFirst!.map(({ cursor }) => cursor)).toEqual(log);
    expect(bySecond!.map(({ cursor }) => cursor)).toEqual(log);
    await first.end();
    await second.end();
  });

  it('have each change once and in order, where the server is killed twice under load', async () => {
    const start = () => startProgram({ ...cprEnvironment, DATABASE_URL: urlOf(database.address) });
    let program: Program = await start();
    const before = await logOf(program.url);
    const count = 500;
    const byWebSocket = [before.at(-1)!];
    const byEvents = [before.at(-1)!];
    const followed = [
      follow(byWebSocket, count + 1, (after) => changesOf(clientOf(program.url), after)),
      follow(byEvents, count + 1, async function* (after) {
        const response = await openEventStream(program.url, { query: changed, variables: { after } });
        for await (const event of eventsOf(response)) if (event.event === 'next') yield changeOf(event.data);
      }),
    ];
    const written = (async () => {
      for (let from = 0; from < count; from += 20) {
        const inputs = decisions(1_000 + from, 20);
        // What may not have been stored is sent again.
        while (!(await send(program.url, inputs).catch(() => false))) await delay(50);
        await delay(20);
      }
    })();
    for (const heard of [100, 300]) {
      await expect.poll(() => byWebSocket.length, { timeout: 10_000 }).toBeGreaterThan(heard);
      await program.end('SIGKILL');
      program = await start();
    }
    await written;
    await Promise.all(followed);
    const log = (await logOf(program.url)).slice(before.length - 1);
    expect(log).toHaveLength(count + 1);
    expect(byWebSocket).toEqual(log);
    expect(byEvents).toEqual(log);
    await program.end('SIGTERM');
  }, 60_000);
});

async function submitSlowly(url: string, from: number): Promise<void> {
  for (let at = from; at < from + 100; at += 5) await submit(url, at, 5);
}
