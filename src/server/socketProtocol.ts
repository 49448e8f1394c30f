import {
  GraphQLError,
  GraphQLSchema,
  parse,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
} from 'graphql';
import { makeServer, type OperationResult, type Server } from 'graphql-ws';
import type { Subscriptions } from './subscriptions.ts';

/** What graphql-ws is told of a connection. */
export interface Connection {
  /** Whose the subscriptions of this connection are. */
  readonly holder: object;
}

// graphql-ws wants a schema and looks at the kind of the operation; everything else is decided by `Subscriptions`.
const noSchema = new GraphQLSchema({});
const anySubscription = parse('subscription { any }');

/** The protocol graphql-transport-ws, for subscriptions only. A connection must say hello within `initWithin` ms. */
export function createSocketProtocol(subscriptions: Subscriptions, initWithin: number): Server<Connection> {
  return makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: initWithin,
    // Here a connection says who is calling: the payload of its connection_init is in `connectionParams`.
    onConnect: () => true,
    onSubscribe: async ({ extra }, _id, request) => {
      const subscribed = await subscriptions.start(request, extra.holder);
      if ('errors' in subscribed) return subscribed.errors.map(asError);
      return { schema: noSchema, document: anySubscription, rootValue: subscribed.events };
    },
    subscribe: ({ rootValue }) => rootValue as OperationResult,
    // Events are ready to be sent; graphql-ws would format their errors once more.
    onNext: (_connection, _id, _request, _args, event) => event as FormattedExecutionResult,
  });
}

/** graphql-ws sends errors only as instances. */
function asError({ message, locations, path, extensions }: GraphQLFormattedError): GraphQLError {
  return Object.assign(new GraphQLError(message, { path, extensions }), { locations });
}
