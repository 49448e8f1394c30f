import type { FastifyInstance } from 'fastify';
import { refuse } from './refusals.ts';

/** How many calls this instance works on at once; measured: more of them wait longer and none is answered sooner. */
export const maxCallsInFlight = 256;

declare module 'fastify' {
  interface FastifyRequest {
    /** Gives the place of this call to another: a stream of events lasts, and subscriptions have limits of their own. */
    leavePlace: () => void;
  }
}

/**
 * Refuses calls beyond what can be worked on at once, before anything of them is read, so that the admitted ones stay
 * quick and no queue grows. To be registered before the routes. Returns how many calls are in flight.
 */
export function admitCalls(app: FastifyInstance, max = maxCallsInFlight): () => number {
  let inFlight = 0;
  app.decorateRequest('leavePlace', () => undefined);
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url !== '/graphql' || request.method !== 'POST') return;
    if (inFlight >= max) {
      await refuse(reply.header('retry-after', '1'), 503);
      return;
    }
    inFlight += 1;
    let hasPlace = true;
    request.leavePlace = () => {
      if (hasPlace) inFlight -= 1;
      hasPlace = false;
    };
    // Comes once, however the call ends.
    reply.raw.once('close', request.leavePlace);
  });
  return () => inFlight;
}
