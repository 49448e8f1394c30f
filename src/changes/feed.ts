import { errorRecord } from '../logging/errorRecord.ts';
import type { Log } from '../logging/log.ts';
import { connectAsServer, type DatabaseAddress } from '../storage/address.ts';
import { changeChannel } from '../storage/append.ts';
import type { Reads } from '../storage/reads.ts';
import { readEntries, type Filter, type Told } from './entry.ts';
import { shared } from './shared.ts';
import { Subscriber, type Source } from './subscriber.ts';
import { Window } from './window.ts';

/** What a feed works with. */
export interface FeedOptions {
  readonly address: DatabaseAddress;
  readonly reads: Reads;
  readonly log: Log;
  /** How many of the newest changes are kept in memory. */
  readonly windowSize?: number;
  /** How far a subscriber may fall behind, in positions of the log. */
  readonly mayLag?: number;
  /** How often the log is looked at without a hint, in milliseconds: delivery is within this time whatever is lost. */
  readonly lookEvery?: number;
}

/** The changes as they are made, for all subscribers of this instance. */
export interface ChangeFeed {
  /**
   * Everything after the position `after`, or after the newest change where it is null, then live, in one unbroken
   * order. Iterate it, and call `return` to unsubscribe.
   */
  subscribe(filter: Filter, after: number | null): Promise<AsyncIterableIterator<Told>>;
  /** Position up to which this instance has read, and how many subscribe. */
  readonly state: { readonly head: number; readonly subscribers: number };
  /** Ends all subscriptions: their iterators are done. */
  close(): Promise<void>;
}

const allChanges: Filter = { municipalities: null, citizenId: null };
const pageSize = 500;

/**
 * Follows the change log: one reader for all subscribers of this instance. A notification is only a hint to look; what
 * counts is the log, which is looked at in any case every `lookEvery` milliseconds. While nobody subscribes, no more is
 * read than where it ends.
 */
export async function createChangeFeed(options: FeedOptions): Promise<ChangeFeed> {
  const { address, reads, log, windowSize = 10_000, mayLag = 100_000, lookEvery = 500 } = options;
  const window = new Window(await reads.changeHead(), windowSize);
  const subscribers = new Set<Subscriber>();
  const newest = shared(() => reads.changeHead());
  let looking = false;
  let again = false;
  let closed = false;

  const source: Source = {
    window,
    mayLag,
    page: (filter, after) => readEntries(reads, filter, after, pageSize),
    onEnd: (subscriber) => subscribers.delete(subscriber),
  };

  /** Goes to the end of the log, unless somebody has begun to follow it meanwhile. */
  async function skip(): Promise<number> {
    const head = await newest();
    if (subscribers.size === 0) window.skipTo(head);
    return head;
  }

  async function look(): Promise<void> {
    again = true;
    if (looking) return;
    looking = true;
    try {
      while (again && !closed) {
        again = false;
        if (subscribers.size === 0) {
          await skip();
          continue;
        }
        const entries = await readEntries(reads, allChanges, window.head, pageSize);
        window.add(entries);
        again ||= entries.length === pageSize;
        if (entries.length > 0) for (const subscriber of subscribers) subscriber.look();
      }
    } catch (error) {
      if (!closed) log.warn(errorRecord(error), 'The change log could not be read; it is tried again');
    } finally {
      looking = false;
    }
  }

  const hint = () => {
    if (subscribers.size > 0) void look();
  };
  const listener = connectAsServer(address, { max: 1, applicationName: 'dfdg-changes' });
  // A hint that was sent while nobody listened is lost: look as soon as somebody does again.
  listener.listen(changeChannel, hint, hint).catch((error: unknown) => {
    if (!closed)
      log.warn(errorRecord(error), 'No hints from the database; the change log is looked at regularly');
  });
  const timer = setInterval(() => void look(), lookEvery);

  return {
    async subscribe(filter, after) {
      if (after !== null && subscribers.size === 0)
        // Where the log cannot be read now, the subscriber waits until it can.
        await skip().catch(() => undefined);
      const subscriber = new Subscriber(source, filter, after ?? (await skip()));
      if (closed) subscriber.end();
      else subscribers.add(subscriber);
      hint();
      return subscriber;
    },
    get state() {
      return { head: window.head, subscribers: subscribers.size };
    },
    async close() {
      closed = true;
      clearInterval(timer);
      for (const subscriber of subscribers) subscriber.end();
      await listener.end({ timeout: 1 });
    },
  };
}
