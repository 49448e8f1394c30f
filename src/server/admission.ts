import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from './refusals.ts';

/** How many calls this instance works on at once; measured: more of them wait longer and none is answered sooner. */
export const maxCallsInFlight = 256;

/**
 * Refuses calls beyond what can be worked on at once, before anything of them is read, so that the admitted ones stay
 * quick and no queue grows. To be registered before the routes. Returns how many calls are in flight.
 */
export function admitCalls(app: FastifyInstance, max = maxCallsInFlight): () => number {
  let inFlight = 0;
  app.addHook('onRequest', async (request, reply) => {
    if (!isCall(request)) return;
    if (inFlight >= max) {
      await refuse(reply.header('retry-after', '1'), 503);
      return;
    }
    inFlight += 1;
    // Comes once, however the call ends.
    reply.raw.once('close', () => (inFlight -= 1));
  });
  return () => inFlight;
}

/** A stream of events is no call: it lasts, and subscriptions have limits of their own. */
function isCall({ routeOptions, method, headers }: FastifyRequest): boolean {
  const { accept = '' } = headers;
  return routeOptions.url === '/graphql' && method === 'POST' && !accept.includes('text/event-stream');
}
