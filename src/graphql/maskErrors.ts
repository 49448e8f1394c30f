import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { errorRecord } from '../logging/errorRecord.ts';
import type { Log } from '../logging/log.ts';
import { faultOf } from '../storage/faults.ts';
import { ApiError, errorCodes, nestedTooDeeply, type ErrorCode } from './errors.ts';
import { pathWithoutValues, withoutValues } from './withoutValues.ts';

/** What a request can be refused with before anything is resolved: Apollo's codes, and ours for them. */
const refusals: Readonly<Record<string, ErrorCode>> = {
  GRAPHQL_PARSE_FAILED: 'GRAPHQL_VALIDATION_FAILED',
  GRAPHQL_VALIDATION_FAILED: 'GRAPHQL_VALIDATION_FAILED',
  OPERATION_RESOLUTION_FAILURE: 'GRAPHQL_VALIDATION_FAILED',
  PERSISTED_QUERY_NOT_FOUND: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_USER_INPUT',
  BAD_REQUEST: 'BAD_USER_INPUT',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
};

/**
 * What a client is told of an error: our own errors as they are, refusals of the operation without the values in them,
 * and of everything else only whether trying again is any use, with a reference to the line in the log that says more.
 */
export function createErrorMask(log: Log) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const { locations, extensions } = formatted;
    const path = pathWithoutValues(formatted.path);
    return {
      ...(path && { path }),
      ...(locations && { locations }),
      ...clientError(error, extensions?.['code'], log),
    };
  };
}

function clientError(error: unknown, apolloCode: unknown, log: Log): GraphQLFormattedError {
  const cause = causeOf(error);
  if (cause instanceof RangeError && apolloCode === 'GRAPHQL_PARSE_FAILED')
    return { message: nestedTooDeeply, extensions: { code: 'LIMIT_EXCEEDED' } };
  const refusal = refusalOf(cause, apolloCode);
  if (refusal && error instanceof GraphQLError)
    return { message: withoutValues(error), extensions: { code: refusal } };
  if (cause instanceof ApiError) return { message: cause.message, extensions: cause.extensions };
  const code = faultOf(cause) === 'bug' ? 'INTERNAL_SERVER_ERROR' : 'UNAVAILABLE';
  const reference = randomUUID();
  log.error({ reference, ...errorRecord(cause) }, `an operation failed: ${code}`);
  return { message: errorCodes[code], extensions: { code, reference } };
}

function refusalOf(cause: unknown, apolloCode: unknown): ErrorCode | undefined {
  const message = cause instanceof GraphQLError ? cause.message : '';
  if (/^Syntax Error: Document contains more tha[nt] \d+ tokens/.test(message)) return 'LIMIT_EXCEEDED';
  // Of a limit that is a rule of validation.
  if (
    apolloCode === 'GRAPHQL_VALIDATION_FAILED' &&
    cause instanceof ApiError &&
    cause.extensions['code'] === 'LIMIT_EXCEEDED'
  )
    return 'LIMIT_EXCEEDED';
  // graphql-js checks arguments once more when it calls a field: what only then turns out to be null.
  if (message.startsWith('Argument "')) return 'BAD_USER_INPUT';
  return typeof apolloCode === 'string' && Object.hasOwn(refusals, apolloCode)
    ? refusals[apolloCode]
    : undefined;
}

/** What was thrown, under the errors of graphql-js that say where. */
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
}
