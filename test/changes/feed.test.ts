import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Filter, Told } from '../../src/changes/entry.ts';
import { createChangeFeed, type ChangeFeed } from '../../src/changes/feed.ts';
import { FellBehind } from '../../src/changes/subscriber.ts';
import { createCommands } from '../../src/commands/commands.ts';
import type { Commands, Submission } from '../../src/commands/submission.ts';
import { silentLog } from '../../src/logging/log.ts';
import { createReads, type Reads } from '../../src/storage/reads.ts';
import { madeUpCpr, submission } from '../commands/submission.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { citizenIdOf, cprKeys } from '../cprKeys.ts';

const everything: Filter = { municipalities: null, citizenId: null };

let database: TestDatabase;
let reads: Reads;
let commands: Commands;
let feed: ChangeFeed;
let small: ChangeFeed;

beforeAll(async () => {
  database = await createTestDatabase();
  const { address } = database;
  reads = createReads(address, cprKeys);
  commands = createCommands({ address, cprKeys, clock: () => new Date(), log: silentLog });
  feed = await createChangeFeed({ address, reads, log: silentLog });
  small = await createChangeFeed({ address, reads, log: silentLog, windowSize: 4, mayLag: 20 });
});

afterAll(async () => {
  await feed.close();
  await small.close();
  await commands.close();
  await reads.close();
  await database.drop();
});

let nextCitizen = 0;
/** Opens group 2 of so many new citizens, one after the other. */
async function open(count: number, overrides: Partial<Submission> = {}): Promise<void> {
  for (let i = 0; i < count; i += 1)
    await commands.submitDecision(submission({ cpr: madeUpCpr((nextCitizen += 1)), ...overrides }));
}

async function take(subscription: AsyncIterator<Told>, count: number): Promise<number[]> {
  const positions: number[] = [];
  while (positions.length < count) {
    const { done, value } = (await subscription.next()) as IteratorResult<Told, undefined>;
    if (done) break;
    positions.push(value.change.position);
  }
  return positions;
}

async function logAfter(position: number): Promise<number[]> {
  const rows = await database.sql<{ position: string }[]>`
    select position from contact_group_change where position > ${position} order by position`;
  return rows.map((row) => Number(row.position));
}

describe('a subscription', () => {
  it('reads no changes while nobody subscribes, and misses none afterwards', async () => {
    let pages = 0;
    const counted: Reads = {
      ...reads,
      changePage: (asked) => {
        pages += 1;
        return reads.changePage(asked);
      },
    };
    const { address } = database;
    const lonely = await createChangeFeed({ address, reads: counted, log: silentLog, lookEvery: 20 });
    const before = lonely.state.head;
    await open(3);
    await expect.poll(() => lonely.state.head).toBe((await logAfter(before)).at(-1));
    expect(pages).toBe(0);
    const subscription = await lonely.subscribe(everything, before);
    await open(2);
    expect(await take(subscription, 5)).toEqual(await logAfter(before));
    await lonely.close();
  });

  it('tells what is made after it began, with the decision and the groups', async () => {
    await open(1);
    const subscription = await feed.subscribe(everything, null);
    const waiting = subscription.next();
    await open(1, { municipalityCode: '461' });
    const { value } = (await waiting) as IteratorYieldResult<Told>;
    expect(value).toMatchObject({
      change: { kind: 'OPENED', municipalityCode: '461', sequence: 1 },
      decision: { sequence: 1, rule: 'first-grant' },
      groups: [{ contactGroup: 2, closedBy: null }],
    });
    await subscription.return?.();
  });

  it('tells all after a position, then live, with no loss and no repeat at the seam', async () => {
    const head = await reads.changeHead();
    await open(30);
    const subscriptions = await Promise.all([
      feed.subscribe(everything, head),
      small.subscribe(everything, head),
    ]);
    const taken = Promise.all(subscriptions.map((subscription) => take(subscription, 60)));
    await open(30);
    const log = await logAfter(head);
    expect(log).toHaveLength(60);
    expect(await taken).toEqual([log, log]);
    for (const subscription of subscriptions) await subscription.return?.();
  });

  it('hears of decisions of its municipality and of groups of its own that another closes', async () => {
    const head = await reads.changeHead();
    const cpr = madeUpCpr((nextCitizen += 1));
    await commands.submitDecision(submission({ cpr, municipalityCode: '751' }));
    await open(3, { municipalityCode: '101' });
    await commands.submitDecision(submission({ cpr, municipalityCode: '101', kyId: 'B', contactGroup: 11 }));
    await commands.submitDecision(
      submission({ cpr, municipalityCode: '101', kyId: 'B', kind: 'STOPPED', contactGroup: 11 }),
    );
    const log = await logAfter(head);
    const heard = [log[0], log[4]];
    const citizenId = await citizenIdOf(database.sql, cpr);
    for (const source of [feed, small]) {
      const ofMunicipality = await source.subscribe({ municipalities: ['751'], citizenId: null }, head);
      expect(await take(ofMunicipality, 2)).toEqual(heard);
      const ofCitizen = await source.subscribe({ municipalities: null, citizenId }, head);
      expect(await take(ofCitizen, 3)).toEqual([...heard, log[5]]);
      const ofBoth = await source.subscribe({ municipalities: ['751', '999'], citizenId }, head);
      expect(await take(ofBoth, 2)).toEqual(heard);
      for (const subscription of [ofMunicipality, ofCitizen, ofBoth]) await subscription.return?.();
    }
  });

  it('can be ended while it waits', async () => {
    const before = feed.state.subscribers;
    const subscription = await feed.subscribe(everything, null);
    const waiting = subscription.next();
    expect(feed.state.subscribers).toBe(before + 1);
    await subscription.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(feed.state.subscribers).toBe(before);
  });

  it('reads on in the log when it is slow, and is ended with its position when it falls too far behind', async () => {
    const head = await reads.changeHead();
    const subscription = await small.subscribe(everything, head);
    await open(15);
    const log = await logAfter(head);
    expect(await take(subscription, 5)).toEqual(log.slice(0, 5));
    await open(30);
    await expect.poll(() => small.state.head).toBe((await logAfter(head)).at(-1));
    const error: unknown = await subscription.next().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FellBehind);
    expect((error as FellBehind).position).toBe(log[4]);
    expect(await subscription.next()).toEqual({ done: true, value: undefined });
  });

  it('is done when the feed closes', async () => {
    const closing = await createChangeFeed({ address: database.address, reads, log: silentLog });
    const waiting = (await closing.subscribe(everything, null)).next();
    await closing.close();
    expect(await waiting).toMatchObject({ done: true });
  });
});

describe('delivery does not hang on hints', () => {
  it('comes within a second when the listening connection is killed again and again', async () => {
    const head = await reads.changeHead();
    const subscription = await feed.subscribe(everything, head);
    const taken = take(subscription, 20);
    const started = Date.now();
    for (let i = 0; i < 20; i += 1) {
      await database.sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'dfdg-changes' and datname = current_database()`;
      await open(1);
    }
    const writtenIn = Date.now() - started;
    expect(await taken).toEqual(await logAfter(head));
    expect(Date.now() - started).toBeLessThan(writtenIn + 1000);
    await subscription.return?.();
  });
});

describe('the order of the log', () => {
  it('loses no change whose write is held open while later ones commit', async () => {
    // What municipality 999 writes is not committed for a while after its positions were drawn.
    await database.sql.unsafe(`
      create function hold() returns trigger language plpgsql as $$
        begin perform pg_sleep(0.4); return null; end $$;
      create trigger held after insert on contact_group_change for each row
        when (new.municipality_code = '999') execute function hold()`);
    const head = await reads.changeHead();
    const subscription = await feed.subscribe(everything, head);
    const taken = take(subscription, 11);
    const held = open(1, { municipalityCode: '999' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await Promise.all([held, open(10)]);
    const log = await logAfter(head);
    expect(log).toHaveLength(11);
    expect(await taken).toEqual(log);
    await subscription.return?.();
  });

  it('is each citizen’s received order when two instances race on few citizens', async () => {
    const { address } = database;
    const other = createCommands({ address, cprKeys, clock: () => new Date(), log: silentLog });
    const head = await reads.changeHead();
    const subscription = await feed.subscribe(everything, head);
    const first = (nextCitizen += 5) - 5;
    const answers = await Promise.all(
      Array.from({ length: 400 }, (_, i) =>
        (i % 2 ? commands : other).submitDecision(
          submission({ cpr: madeUpCpr(first + (i % 4)), kyId: `${i % 3}`, contactGroup: 20 + (i % 5) }),
        ),
      ),
    );
    await other.close();
    const made = answers.flatMap((answer) => (answer.kind === 'stored' ? answer.stored.changes : []));
    const heard: Told[] = [];
    while (heard.length < made.length)
      heard.push(((await subscription.next()) as IteratorYieldResult<Told>).value);
    const place = ({ sequence, ordinal }: { sequence: number; ordinal: number }) => sequence * 10 + ordinal;
    for (const citizenId of new Set(made.map((change) => change.citizenId))) {
      const places = heard
        .filter(({ change }) => change.citizenId === citizenId)
        .map(({ change }) => place(change));
      const expected = made.filter((change) => change.citizenId === citizenId).map(place);
      expect(places).toEqual(expected.sort((a, b) => a - b));
    }
    await subscription.return?.();
  });
});
