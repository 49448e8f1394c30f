import {
  GraphQLError,
  GraphQLSchema,
  parse,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
} from 'graphql';
import { makeServer, type OperationResult, type Server } from 'graphql-ws';
import type { Authenticate, Credentials } from '../auth/authenticate.ts';
import type { Caller } from '../auth/caller.ts';
import { ApiError } from '../graphql/errors.ts';
import type { CallerLimits } from './callerLimits.ts';
import type { Subscriptions } from './subscriptions.ts';

/** What graphql-ws is told of a connection. */
export interface Connection {
  /** Whose the subscriptions of this connection are. */
  readonly holder: object;
  /** The credentials of the request that opened it: some gateways send them there. */
  readonly credentials: Credentials;
  /** Closes it with a code that tells clients not to come again with the same credentials; graphql-ws's own does not. */
  readonly refuse: () => void;
  /** Closes it, since its caller has too many. */
  readonly refuseMore: () => void;
  /** Who it is, once it has said hello. */
  caller?: Caller;
  /** Gives its place back. */
  leave?: () => void;
  isGone?: true;
}

// graphql-ws wants a schema and looks at the kind of the operation; everything else is decided by `Subscriptions`.
const noSchema = new GraphQLSchema({});
const anySubscription = parse('subscription { any }');

/** The protocol graphql-transport-ws, for subscriptions only. A connection must say hello within `initWithin` ms. */
export function createSocketProtocol(
  subscriptions: Subscriptions,
  authenticate: Authenticate,
  callerLimits: CallerLimits,
  initWithin: number,
): Server<Connection> {
  return makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: initWithin,
    // A connection says hello with its credentials; without any that are good it is closed.
    onConnect: async ({ extra, connectionParams }) => {
      const caller = await authenticate(credentialsOf(connectionParams, extra.credentials));
      const leave = caller && !extra.isGone ? callerLimits.takeSocket(caller) : null;
      if (!caller) extra.refuse();
      else if (!leave) extra.refuseMore();
      else Object.assign(extra, { caller, leave });
      return leave !== null;
    },
    onSubscribe: async ({ extra: { caller, holder } }, _id, request) => {
      if (!caller) return [new ApiError('UNAUTHENTICATED')];
      if (callerLimits.takeRequest(caller) > 0) return [new ApiError('LIMIT_EXCEEDED', 'Too many requests.')];
      const subscribed = await subscriptions.start(request, caller, holder);
      if ('errors' in subscribed) return subscribed.errors.map(asError);
      return { schema: noSchema, document: anySubscription, rootValue: subscribed.events };
    },
    subscribe: ({ rootValue }) => rootValue as OperationResult,
    // Events are ready to be sent; graphql-ws would format their errors once more.
    onClose: ({ extra }) => {
      extra.isGone = true;
      extra.leave?.();
    },
    onNext: (_connection, _id, _request, _args, event) => event as FormattedExecutionResult,
  });
}

function credentialsOf(params: Readonly<Record<string, unknown>> = {}, fallback: Credentials): Credentials {
  const text = (value: unknown, other?: string) => (typeof value === 'string' ? value : other);
  return {
    authorization: text(params['authorization'] ?? params['Authorization'], fallback.authorization),
    routerSecret: text(params['routerSecret'], fallback.routerSecret),
  };
}

/** graphql-ws sends errors only as instances. */
function asError({ message, locations, path, extensions }: GraphQLFormattedError): GraphQLError {
  return Object.assign(new GraphQLError(message, { path, extensions }), { locations });
}
