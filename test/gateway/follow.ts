import { setTimeout as delay } from 'node:timers/promises';
import { subscription, type Change } from './citizens.ts';
import type { Subscribe } from './client.ts';

/** A client that follows the changes through whatever gateway there is. */
export interface Follower {
  /** The cursor after which it began. */
  readonly after: string;
  /** What it was told, in this order. */
  readonly changes: Change[];
  /** How its subscriptions have ended. */
  readonly ends: ('completed' | 'error' | 'broken off' | 'another cursor')[];
  /** Does not subscribe again. Close the gateway first. */
  readonly stop: () => Promise<void>;
}

/**
 * Follows the changes after a cursor: whatever ends a subscription, the next one begins after the last cursor. A change
 * that does not follow on the last one ends it too: the gateway has left some out, or begun anew by itself.
 */
export function follow(subscribe: Subscribe, url: () => string, after: string): Follower {
  const changes: Change[] = [];
  const ends: Follower['ends'] = [];
  const stopping = new AbortController();

  async function once(): Promise<Follower['ends'][number]> {
    const last = () => changes.at(-1)?.cursor ?? after;
    for await (const { data, errors } of subscribe(url(), subscription, { after: last() })) {
      if (errors) return 'error';
      const change = data!['contactGroupChanged'] as Change;
      if (change.previousCursor !== last()) return 'another cursor';
      changes.push(change);
    }
    return 'completed';
  }

  const following = (async () => {
    while (!stopping.signal.aborted) {
      ends.push(await once().catch(() => 'broken off' as const));
      await delay(200);
    }
  })();
  return {
    after,
    changes,
    ends,
    async stop() {
      stopping.abort();
      await following;
    },
  };
}
