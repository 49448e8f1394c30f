import { flawOf, outcomeOf } from './answer.ts';
import type { Attack } from './attack.ts';
import type { Target } from './target.ts';
import { post } from './send.ts';

/** What came of one attack. */
export interface Result {
  readonly attack: Attack;
  readonly outcome: string;
  /** What is wrong with that; null where the server held. */
  readonly broken: string | null;
  /** How long a good call took afterwards, in milliseconds: the best of three. */
  readonly afterwards: number;
}

/** What no answer may repeat. */
const sent = ['2902910001', '0101901234', '٠١٠١٩٠١٢٣٤', 'drop table', '/etc/passwd', '127.0.0.2'];

/** Attacks once, and looks how the server is then. */
export async function runAttack(target: Target, attack: Attack, within: number): Promise<Result> {
  const answer = await attack.make(target);
  const outcome = outcomeOf(answer);
  const { expected } = attack;
  const isExpected = typeof expected === 'string' ? outcome === expected : expected.test(outcome);
  const afterwards = await goodCall(target);
  const broken = isExpected
    ? (flawOf(answer, [...sent, target.secret]) ??
      (afterwards <= within ? null : `a good call then takes ${afterwards.toFixed(0)} ms`))
    : `it is not ${String(expected)}`;
  return { attack, outcome, broken, afterwards };
}

/** The best of three good calls, in milliseconds; without end where one is not answered well. */
async function goodCall(target: Target): Promise<number> {
  let best = Infinity;
  for (let tries = 0; tries < 3; tries += 1) {
    const since = performance.now();
    const { status, text } = await post(target, '{ rules { id } }', {}, { as: 'adapter' });
    if (status !== 200 || !text.includes('historical-grant')) return Infinity;
    best = Math.min(best, performance.now() - since);
  }
  return best;
}
