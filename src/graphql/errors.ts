import { GraphQLError } from 'graphql';

/** What `extensions.code` can be, and what it says where there is nothing better to say. */
export const errorCodes = {
  UNAUTHENTICATED: 'Say who is calling.',
  FORBIDDEN: 'The caller may not do this.',
  GRAPHQL_VALIDATION_FAILED: 'The operation does not fit the schema.',
  BAD_USER_INPUT: 'An argument or variable is not what it must be.',
  LIMIT_EXCEEDED: 'Ask for less at once.',
  UNAVAILABLE: 'Nothing is known to be stored. Try again, with the same messageId.',
  QUARANTINED: 'The message is set aside. Do not send it again.',
  INTERNAL_SERVER_ERROR: 'Something went wrong here. The reference names the line in the log that says more.',
} as const;

/** A code of the registry. */
export type ErrorCode = keyof typeof errorCodes;

/** How many faults of one operation are told. */
export const maxErrors = 10;

/** Said of an operation whose text overflows the stack of the parser. */
export const nestedTooDeeply = 'The operation is nested too deeply.';

/** An error that is meant for the client: the only kind whose message reaches it unmasked. It repeats no value. */
export class ApiError extends GraphQLError {
  /** `reference` names a log line, `cursor` a place in the change log. */
  constructor(code: ErrorCode, message: string = errorCodes[code], reference?: string, cursor?: string) {
    super(message, {
      extensions: {
        code,
        ...(reference !== undefined && { reference }),
        ...(cursor !== undefined && { cursor }),
      },
    });
    this.name = 'ApiError';
  }
}
