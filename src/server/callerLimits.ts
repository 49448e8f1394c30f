import type { FastifyInstance } from 'fastify';
import type { Caller } from '../auth/caller.ts';
import { maxCallsInFlight } from './admission.ts';
import type { Config } from './config.ts';
import { createPlaces, type TakePlace } from './places.ts';
import { refuse } from './refusals.ts';

/** What one caller takes of this instance, over all connections and ways in. */
export interface CallerLimits {
  /** Takes a request: 0, or after how many seconds there is room for one. */
  takeRequest(caller: Caller): number;
  /** Takes the place of a socket: what gives it back, or null where there is none. */
  takeSocket(caller: Caller): ReturnType<TakePlace>;
  /** Takes the place of a call in flight, likewise. */
  takeCall(caller: Caller): ReturnType<TakePlace>;
}

/** Of the calls in flight, so that one who sends slowly does not keep all others out. */
const maxCallsOfCaller = (3 / 4) * maxCallsInFlight;

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
  const takeSocket = createPlaces(sockets);
  const takeCall = createPlaces(requests === Infinity ? Infinity : maxCallsOfCaller);

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
    takeSocket: ({ subject }) => takeSocket(subject),
    takeCall: ({ subject }) => takeCall(subject),
  };
}

/** Refuses what a caller asks for too often; to be registered after those who are not known are refused. */
export function limitRequests(app: FastifyInstance, limits: CallerLimits): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!request.caller) return;
    const seconds = limits.takeRequest(request.caller);
    const leave = seconds > 0 ? null : limits.takeCall(request.caller);
    if (!leave) {
      await refuse(reply.header('retry-after', seconds || 1), 429);
      return;
    }
    const { leavePlace } = request;
    request.leavePlace = () => {
      leave();
      leavePlace();
    };
    reply.raw.once('close', leave);
  });
}
