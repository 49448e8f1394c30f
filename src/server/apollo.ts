import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import { authorize } from '../graphql/authorize.ts';
import { checkCost } from '../graphql/cost.ts';
import type { Context } from '../graphql/context.ts';
import { ApiError, maxErrors } from '../graphql/errors.ts';
import { createErrorMask } from '../graphql/maskErrors.ts';
import { noteRefusal } from '../graphql/gatherAccess.ts';
import { noSubscriptions } from '../graphql/noSubscriptions.ts';
import { limitShape } from '../graphql/shapeLimits.ts';
import { errorRecord } from '../logging/errorRecord.ts';
import type { Log } from '../logging/log.ts';
import type { Config } from './config.ts';
import { runCompiledOperations } from './compiledOperations.ts';
import { statusOf } from './refusals.ts';

/** Room for 500 decisions written out in a `submitDecisions`. */
export const maxLexicalTokens = 20_000;

const silent = () => undefined;

/** Apollo Server with everything off that is not asked for. Start it before use. */
export function createApollo(
  schema: GraphQLSchema,
  log: Log,
  { nodeEnv, maxCost }: Pick<Config, 'nodeEnv' | 'maxCost'>,
  plugins: readonly ApolloServerPlugin<Context>[] = [],
): ApolloServer<Context> {
  const isOpen = nodeEnv !== 'production';
  const mask = createErrorMask(log);
  return new ApolloServer<Context>({
    schema,
    stringifyResult: JSON.stringify,
    formatError: mask,
    introspection: isOpen,
    hideSchemaDetailsFromClientErrors: !isOpen,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    // The service drains and stops by itself.
    stopOnTerminationSignals: false,
    parseOptions: { maxLexicalTokens },
    validationRules: [limitShape, noSubscriptions],
    validationOptions: { maxErrors },
    executionOptions: { maxCoercionErrors: maxErrors },
    // Apollo's own lines repeat the messages of errors.
    logger: { debug: silent, info: silent, warn: silent, error: silent },
    plugins: [
      ...plugins,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      {
        requestDidStart: () =>
          Promise.resolve({
            // eslint-disable-next-line @typescript-eslint/require-await -- it has to reject
            didResolveOperation: async ({ document, operation, request, contextValue, response }) => {
              try {
                authorize(schema, document, contextValue.caller);
                if (operation) checkCost(maxCost, schema, document, operation, request.variables ?? {});
              } catch (error) {
                noteRefusal(contextValue.access, schema, document);
                if (error instanceof ApiError) response.http.status = statusOf([error.toJSON()]);
                throw error;
              }
            },
            willSendResponse: ({ contextValue }) => {
              contextValue.access.end();
              return Promise.resolve();
            },
          }),
        unexpectedErrorProcessingRequest: ({ error }) => {
          log.error(errorRecord(error), 'Apollo failed');
          return Promise.resolve();
        },
      },
      runCompiledOperations(schema, mask),
    ],
  });
}
