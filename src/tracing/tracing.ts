import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../graphql/context.ts';

/** Spans of requests, of their operations and of their commands. Nothing that a client wrote stands in them. */
export interface Tracing {
  /** Makes a span of each call at /graphql, which continues the trace of its router. To be registered before the routes. */
  traceRequests(app: FastifyInstance): void;
  /** Makes a span of each operation. */
  readonly plugin: ApolloServerPlugin<Context>;
  /** The same context, for an operation of this request: its commands become spans. */
  contextOf(request: FastifyRequest, context: Context): Context;
  /** Sends what has not been sent yet, if that can be done soon. */
  close(): Promise<void>;
}
