import type { Example } from '../rules/example.ts';
import { decisionsOf } from '../rules/examples.ts';
import { madeUpCpr, messageId } from './madeUp.ts';
import { submit, type Decided, type SubmitDecisionInput } from './submission.ts';
import { today } from './today.ts';

/** A decision of an example, sent, and what it did. */
export interface Step {
  readonly input: SubmitDecisionInput;
  readonly decided: Decided;
}

/** How long between two steps, in milliseconds: so that they are seen one after the other. */
const pause = 1_200;

/** Plays an example on a citizen of its own, and tells each step; until the signal. */
export async function playExample(
  example: Example,
  onStep: (step: Step) => void,
  signal: AbortSignal,
): Promise<void> {
  const cpr = madeUpCpr();
  for (const [index, decision] of decisionsOf(example, today()).entries()) {
    if (index > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    if (signal.aborted) return;
    const input = { ...decision, messageId: messageId(), cpr, municipalityCode: '101' };
    const decided = await submit(input);
    if (!('outcome' in decided)) throw new Error(decided.map(({ message }) => message).join(' '));
    onStep({ input, decided });
  }
}

/** Whether an example came out as the note, or our reading of it, says. */
export function isAsExpected({ rule, deviations, openAfter }: Example, { decided }: Step): boolean {
  return (
    decided.outcome.rule.id === rule &&
    deviations.toSorted().join() === decided.outcome.deviations.toSorted().join() &&
    openAfter.join() === decided.openAfter.join()
  );
}
