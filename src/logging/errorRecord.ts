/** What a log line says of an error. */
export interface ErrorRecord {
  readonly error: string;
  /** SQLSTATE, or Node's code of a connection error. */
  readonly code?: string;
  /** The database constraint that was violated. */
  readonly constraint?: string;
  /** The stack without the message: messages of database errors and of libraries repeat values. */
  readonly frames: readonly string[];
}

/** Describes an error, and what caused it, without any value it may carry: those can be CPR numbers. */
export function errorRecord(error: unknown): ErrorRecord {
  if (!(error instanceof Error)) return { error: typeof error, frames: [] };
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = textOf(cause, 'code');
  const constraint = textOf(cause, 'constraint_name');
  return {
    error: cause === error ? error.name : `${error.name} < ${cause.name}`,
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    frames: framesOf(error),
  };
}

function textOf(error: Error, key: string): string | undefined {
  const value = (error as unknown as Record<string, unknown>)[key];
  return typeof value === 'string' ? value : undefined;
}

function framesOf({ stack = '', message }: Error): readonly string[] {
  // A message of several lines could have one that looks like a frame.
  return stack
    .slice(stack.indexOf(message) + message.length)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 12);
}
