import { codeOf } from './faults.ts';

/** Something with connections of its own. */
export interface Closable {
  close(): Promise<void>;
}

/** Something with connections that are replaced when one of them does not answer. */
export interface Renewable<Used extends Closable> {
  /** Does something with it; rejects with a passing fault where that takes longer than `within` milliseconds. */
  use<Answer>(act: (used: Used) => Promise<Answer>, within: number): Promise<Answer>;
  readonly current: Used;
  close(): Promise<void>;
}

/**
 * A connection whose other end vanished without a word stays in its pool for many minutes, and every statement that is
 * given to it hangs. So the whole pool is replaced when a statement gets no answer in time. What is in flight in the
 * old one may still be answered while that closes.
 */
export function renewable<Used extends Closable>(open: () => Used): Renewable<Used> {
  let current = open();
  return {
    async use(act, within) {
      const used = current;
      try {
        return await inTime(act(used), within);
      } catch (error) {
        if (codeOf(error) === timedOut && used === current) {
          current = open();
          used.close().catch(() => undefined);
        }
        throw error;
      }
    },
    get current() {
      return current;
    },
    close: () => current.close(),
  };
}

const timedOut = 'ETIMEDOUT';

/** The answer of a statement; or a passing fault where it does not come in time, whatever the connection does. */
export async function inTime<Answer>(answer: Promise<Answer>, within: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      // Where this thread was busy for that long, the answer may have come, and is read before this.
      setImmediate(() => {
        reject(Object.assign(new Error('The database did not answer in time.'), { code: timedOut }));
      });
    }, within);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
