import { HeaderMap, type ApolloServerPlugin, type GraphQLResponse } from '@apollo/server';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { createRunCompiled } from '../graphql/compiled.ts';
import type { Context } from '../graphql/context.ts';
import type { createErrorMask } from '../graphql/maskErrors.ts';

type Mask = ReturnType<typeof createErrorMask>;

/**
 * Lets operations that come again and again run compiled; Apollo Server runs what that leaves. Not as its gateway, which
 * could do the same: what it hands a gateway keeps each request in memory until the old generation is collected.
 */
export function runCompiledOperations(schema: GraphQLSchema, mask: Mask): ApolloServerPlugin<Context> {
  const run = createRunCompiled(schema);
  return {
    requestDidStart: () =>
      Promise.resolve({
        async responseForOperation({ document, request: { operationName, variables }, contextValue }) {
          const result = await run({ document, operationName, variables, context: contextValue });
          return result && responseOf(result, mask);
        },
      }),
  };
}

function responseOf({ errors, ...rest }: ExecutionResult, mask: Mask): GraphQLResponse {
  const told = errors && { errors: errors.map((error) => mask(error.toJSON(), error)) };
  const singleResult = { ...told, ...rest };
  return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult } };
}
