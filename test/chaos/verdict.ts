import { shown } from '../../src/verify/difference.ts';
import type { Verification } from '../../src/verify/verify.ts';
import { batchesInOrder, gapless, inRealTimeOrder, repeatsKnown, storedOnce, toldAll } from './checks.ts';
import type { Traffic } from './clients.ts';
import type { Ledger, LoggedChange } from './ledger.ts';
import type { Message } from './message.ts';
import type { Exercised } from './profile.ts';
import type { Subscriber } from './subscriber.ts';

/** What a run leaves to be judged. */
export interface Evidence {
  /** Ends of instances that nobody asked for, and faults that nobody caught in them. */
  readonly unexpected: readonly string[];
  readonly traffic: Traffic;
  /** Messages that never had an answer. */
  readonly left: readonly Message[];
  readonly ledger: Ledger;
  readonly verified: Verification;
  readonly subscribers: readonly Subscriber[];
  /** Ids of the changes that were read page by page. */
  readonly read: readonly string[];
}

/** What is wrong, by the name of the check, in the order in which they are told. */
export function judge(evidence: Evidence): Map<string, readonly string[]> {
  const { unexpected, traffic, left, ledger, verified, subscribers, read } = evidence;
  const { all } = traffic.messages;
  return new Map([
    ['no instance ended by itself, and no fault in one was left uncaught', unexpected],
    ['every message was answered in the end', left.map(({ input }) => `${input.messageId} was not answered`)],
    ['the same answer to each repeat, and no error but "not now"', traffic.problems],
    ['one answer says that a message is new, the others that it is not', repeatsKnown(all)],
    ['each acknowledged message is stored once, as it was sent', storedOnce(all, ledger)],
    ['sequences have no gap', gapless(ledger.decisions)],
    ['what ended before another began has the lower sequence', inRealTimeOrder(all)],
    ['decisions of one call are received in its order', batchesInOrder(traffic.batches)],
    ['what is stored equals the fold of the log (verify)', verified.differences.map(shown)],
    [
      'each subscriber has each change once and in order',
      subscribers.flatMap((one) => wrongOf(one, ledger.changes)),
    ],
    ['each subscriber sees that nothing was left out', subscribers.flatMap(({ problems }) => problems)],
    [
      'reading the log page by page gives each change once and in order',
      toldAll('the reader', {}, read, ledger.changes),
    ],
  ]);
}

/** What is wrong with what a subscriber was told. */
export function wrongOf({ name, heard, told }: Subscriber, log: readonly LoggedChange[]): string[] {
  return toldAll(name, heard, told, log);
}

/** What was exercised too little for the run to prove anything. */
export function missing(
  atLeast: Readonly<Record<Exercised, number>>,
  exercised: Readonly<Record<Exercised, number>>,
): string[] {
  return (Object.keys(atLeast) as Exercised[])
    .filter((name) => exercised[name] < atLeast[name])
    .map((name) => `${name}: ${exercised[name]}, and at least ${atLeast[name]} is wanted`);
}
