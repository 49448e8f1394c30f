import type { FastifyInstance } from 'fastify';
import type { Caller } from '../auth/caller.ts';
import type { Config } from './config.ts';
import { refuse } from './refusals.ts';

/** What one caller takes of this instance, over all connections and ways in. */
export interface CallerLimits {
  /** Takes a request: 0, or after how many seconds there is room for one. */
  takeRequest(caller: Caller): number;
  /** Takes the place of a socket: what gives it back, or null where there is none. */
  takeSocket(caller: Caller): (() => void) | null;
}

/** No more callers than this are remembered, unless they all have been calling within the second. */
const remembered = 10_000;

interface Bucket {
  left: number;
  /** When so many were left, in milliseconds. */
  at: number;
}

/** Counts by the caller's subject. A bucket for each holds the requests of one second, and fills evenly. */
export function createCallerLimits(
  { requests, sockets }: Config['callerLimits'],
  now: () => number = () => performance.now(),
): CallerLimits {
  const buckets = new Map<string, Bucket>();
  const open = new Map<string, number>();

  return {
    takeRequest({ subject }) {
      if (requests === Infinity) return 0;
      const time = now();
      if (buckets.size > remembered)
        for (const [one, { at }] of buckets) if (time - at >= 1_000) buckets.delete(one);
      const bucket = buckets.get(subject) ?? { left: requests, at: time };
      const left = Math.min(requests, bucket.left + ((time - bucket.at) / 1_000) * requests);
      buckets.set(subject, { left: left < 1 ? left : left - 1, at: time });
      return left < 1 ? Math.ceil((1 - left) / requests) : 0;
    },
    takeSocket({ subject }) {
      const count = open.get(subject) ?? 0;
      if (count >= sockets) return null;
      open.set(subject, count + 1);
      return () => {
        const left = (open.get(subject) ?? 0) - 1;
        if (left > 0) open.set(subject, left);
        else open.delete(subject);
      };
    },
  };
}

/** Refuses what a caller asks for too often; to be registered after those who are not known are refused. */
export function limitRequests(app: FastifyInstance, limits: CallerLimits): void {
  app.addHook('onRequest', async ({ caller }, reply) => {
    const seconds = caller ? limits.takeRequest(caller) : 0;
    if (seconds > 0) await refuse(reply.header('retry-after', seconds), 429);
  });
}
