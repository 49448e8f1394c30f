import { setTimeout as delay } from 'node:timers/promises';
import type { EventStream } from '../../src/graphql/subscribe.ts';

/** Events that never run dry. */
export interface Endless extends EventStream {
  /** How many were asked for. */
  pulled: number;
  ended: boolean;
}

/** Events of 10 kB that never run dry; or none, where it `waits`, until it is ended. */
export function endless({ waits = false } = {}): Endless {
  const done = { done: true, value: undefined } as const;
  let end: () => void = () => undefined;
  const untilEnded = new Promise<void>((resolve) => (end = resolve));
  const events: Endless = {
    pulled: 0,
    ended: false,
    async next() {
      await (waits ? untilEnded : delay(0));
      if (events.ended) return done;
      events.pulled += 1;
      return { done: false, value: { data: { text: 'x'.repeat(10_000) } } };
    },
    return() {
      events.ended = true;
      end();
      return Promise.resolve(done);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
  return events;
}
