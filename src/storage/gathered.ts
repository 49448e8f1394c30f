import { createBatchQueue } from './batchQueue.ts';
import { faultOf } from './faults.ts';
import type { ReadByKey } from './readsByKey.ts';

interface Call<Key, Answer> {
  readonly keys: readonly Key[];
  readonly resolve: (answers: Answer[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The same read, for which what several operations ask at about the same time goes out as one statement. Where a statement
 * fails for a reason of its own each call is tried alone, so that a faulty one fails alone.
 */
export function gathered<Key, Answer>(read: ReadByKey<Key, Answer>): ReadByKey<Key, Answer> {
  const queue = createBatchQueue<Call<Key, Answer>>((call) => call, run);

  async function run(calls: readonly Call<Key, Answer>[]): Promise<void> {
    try {
      const answers = await read(calls.flatMap(({ keys }) => keys));
      let from = 0;
      for (const { keys, resolve } of calls) resolve(answers.slice(from, (from += keys.length)));
    } catch (error) {
      const [only] = calls;
      if (calls.length === 1) only?.reject(error);
      else if (faultOf(error) === 'bug') for (const call of calls) await run([call]);
      else for (const { reject } of calls) reject(error);
    }
  }

  return (keys) =>
    new Promise((resolve, reject) => {
      queue.push({ keys, resolve, reject });
    });
}
