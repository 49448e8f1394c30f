import type { ApolloServerOptions } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { Context } from '../graphql/context.ts';
import { createExecute } from '../graphql/execute.ts';

/** What Apollo Server takes in place of its own way to execute; it calls that a gateway, be it one or not. */
type Engine = NonNullable<ApolloServerOptions<Context>['gateway']>;

/** Lets Apollo Server execute operations by `createExecute`. */
export function createEngine(schema: GraphQLSchema): Engine {
  const execute = createExecute(schema);
  return {
    onSchemaLoadOrUpdate: (tell) => {
      tell({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: () =>
      Promise.resolve({
        // Of the request: Apollo's own name is null where the one that was sent names nothing.
        executor: async ({ document, request: { operationName, variables }, context }) =>
          execute({ document, operationName, variables, context: context as Context }),
      }),
    stop: () => Promise.resolve(),
  };
}
