/** An error of a GraphQL answer, as far as it matters here. */
export interface GraphqlError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** What no retry mends: the operation, an argument or the caller is not what it must be. */
const finalCodes = [
  'BAD_USER_INPUT',
  'FORBIDDEN',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'UNAUTHENTICATED',
] as const;

/** Following has ended, since trying again would not help. `code` is the server's. */
export class FollowError extends Error {
  override readonly name = 'FollowError';
  readonly code: (typeof finalCodes)[number];

  constructor(code: FollowError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Something that may go better next time: no connection, a server that stops, a relay that keeps changes back. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** What the errors of an answer come to. */
export function errorOf(errors: readonly GraphqlError[]): FollowError | Interrupted {
  for (const { message, extensions } of errors) {
    const code = finalCodes.find((one) => one === extensions?.['code']);
    if (code) return new FollowError(code, message);
  }
  return new Interrupted(errors[0]?.message ?? 'The server answered with an error');
}

/** Whether trying again may help; `mayRenew` says that the next token may be another one. */
export function mayMend(error: unknown, mayRenew: boolean): boolean {
  return (
    error instanceof Interrupted ||
    (mayRenew && error instanceof FollowError && error.code === 'UNAUTHENTICATED')
  );
}
