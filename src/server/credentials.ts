import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Authenticate, Credentials } from '../auth/authenticate.ts';
import type { Caller } from '../auth/caller.ts';
import { refuse } from './refusals.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is calling; null until that is known. */
    caller: Caller | null;
  }
}

/** What a request says of its caller. */
export function credentialsOf(headers: IncomingHttpHeaders): Credentials {
  const secret = headers['x-router-secret'];
  return {
    authorization: headers.authorization,
    routerSecret: typeof secret === 'string' ? secret : undefined,
  };
}

/** Refuses requests of callers who are not known, before their body is read; to be registered before the routes. */
export function authenticateRequests(app: FastifyInstance, authenticate: Authenticate): void {
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url !== '/graphql') return;
    request.caller = await authenticate(credentialsOf(request.headers));
    if (!request.caller) await refuse(reply, 401);
  });
}
