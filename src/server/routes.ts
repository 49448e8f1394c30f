import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../graphql/context.ts';
import { refuse } from './refusals.ts';

/** GraphQL at POST /graphql, and nothing else there: a GET would put variables into URLs. */
export function serveGraphql(
  app: FastifyInstance,
  apollo: ApolloServer<Context>,
  context: () => Context,
): void {
  app.post('/graphql', fastifyApolloHandler(apollo, { context: () => Promise.resolve(context()) }));
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
