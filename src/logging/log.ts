/** The part of a pino logger that the layers below the server write to. No field holds personal data. */
export interface Log {
  error(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  info(fields: object, message: string): void;
}

/** Says nothing: for tests and tools. */
export const silentLog: Log = { error: () => undefined, warn: () => undefined, info: () => undefined };
