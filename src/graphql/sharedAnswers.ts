import { createHash } from 'node:crypto';
import type { ExecutionResult } from 'graphql';
import type { Caller } from '../auth/caller.ts';
import type { Told } from '../changes/entry.ts';

/** How many of the newest answers are kept: subscribers who keep up ask for the same ones at about the same time. */
const kept = 1_000;

/** What one subscription is told, or was told another that asks for the same. */
export type SharedAnswer = (told: Told, execute: () => Promise<ExecutionResult>) => Promise<ExecutionResult>;

/**
 * Executes once what many subscriptions ask for alike: the same operation with the same variables, by the same caller,
 * about the same change after the same one. Measured with ten alike: half the time of the serving thread per event.
 */
export function createSharedAnswers(): (caller: Caller, ...operation: readonly unknown[]) => SharedAnswer {
  const answers = new Map<string, Promise<ExecutionResult>>();

  return ({ subject, municipalities }, ...operation) => {
    const asked = JSON.stringify([subject, municipalities && [...municipalities], ...operation]);
    const name = createHash('sha256').update(asked).digest('base64');
    return ({ change, previous }, execute) => {
      const key = `${name} ${previous} ${change.position}`;
      const known = answers.get(key);
      if (known) return known;
      const answer = execute();
      answers.set(key, answer);
      const [oldest] = answers.keys();
      if (answers.size > kept && oldest !== undefined) answers.delete(oldest);
      // What went wrong for one may go well for the next.
      const forget = () => answers.delete(key);
      answer.then(({ errors }) => errors && forget(), forget);
      return answer;
    };
  };
}
