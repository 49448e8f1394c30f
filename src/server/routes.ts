import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.ts';
import type { Context } from '../graphql/context.ts';
import { ApiError } from '../graphql/errors.ts';
import { asksForCallback } from './callbackRequest.ts';
import type { Callbacks } from './callbacks.ts';
import { sendEvents } from './eventStreams.ts';
import { refuse, statusOf } from './refusals.ts';
import type { Subscriptions } from './subscriptions.ts';

/** What answers at POST /graphql. */
export interface GraphqlRoutes {
  readonly apollo: ApolloServer<Context>;
  readonly context: (caller: Caller, request: FastifyRequest) => Context;
  readonly subscriptions: Subscriptions;
  readonly callbacks: Callbacks;
}

/** GraphQL at POST /graphql, and nothing else there: a GET would put variables into URLs. */
export function serveGraphql(app: FastifyInstance, routes: GraphqlRoutes): void {
  const context = (request: FastifyRequest) => Promise.resolve(routes.context(callerOf(request), request));
  app.post(
    '/graphql',
    { preHandler: (request, reply) => subscribeWhereAsked(routes, request, reply) },
    fastifyApolloHandler(routes.apollo, { context }),
  );
  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: '/graphql',
    // Before any body is read.
    onRequest: async (_request, reply) => {
      await refuse(reply.header('allow', 'POST'), 405);
    },
    handler: () => undefined,
  });
}

/** For a supervisor: `/livez` answers while the process serves; `/readyz` only while `isReady` holds. */
export function serveProbes(app: FastifyInstance, isReady: () => Promise<boolean>): void {
  app.get('/livez', () => ({ status: 'live' }));
  app.get('/readyz', async (_request, reply) =>
    (await isReady()) ? { status: 'ready' } : refuse(reply, 503),
  );
}

/** Answers those who want events, as a stream or by callback; leaves the others to Apollo. */
async function subscribeWhereAsked(
  { subscriptions, callbacks }: GraphqlRoutes,
  fastifyRequest: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { headers, body, ip } = fastifyRequest;
  const { accept = '' } = headers;
  const caller = callerOf(fastifyRequest);
  const request = isObject(body) ? body : {};
  if (asksForCallback(accept)) {
    const refused = await callbacks.start(request, caller);
    void reply.header('subscription-protocol', 'callback/1.0');
    if (refused) await reply.code(statusOf(refused.errors)).send(refused);
    else await reply.send({ data: null });
  } else if (accept.includes('text/event-stream')) {
    const subscribed = await subscriptions.start(request, caller, ip);
    if ('events' in subscribed) {
      fastifyRequest.leavePlace();
      await sendEvents(reply, subscribed.events);
    }
    // Some clients accept either, and say so with each query.
    else if (!/json|\*\/\*/.test(accept)) await reply.code(statusOf(subscribed.errors)).send(subscribed);
  }
}

/** Nobody else gets so far. */
function callerOf({ caller }: FastifyRequest): Caller {
  if (!caller) throw new ApiError('UNAUTHENTICATED');
  return caller;
}

function isObject(body: unknown): body is object {
  return typeof body === 'object' && body !== null;
}
