import type { DecisionKind } from '../../rules/decision.ts';

/** A decision within an episode: on which of its cases, of what kind, on which of its groups, how long after the last. */
export interface Step {
  readonly benefitCase: 'first' | 'second';
  readonly kind: DecisionKind;
  /** Null where KY names none. */
  readonly group: 'first' | 'second' | null;
  /** From so many days to so many after the step before. */
  readonly after: readonly [least: number, most: number];
  /** The grant ends so many days after it began: in the past, as it is sent. */
  readonly lasts?: number;
}

const step = (
  benefitCase: Step['benefitCase'],
  kind: DecisionKind,
  group: Step['group'],
  ...after: Step['after']
): Step => ({ benefitCase, kind, group, after });

const granted = step('first', 'GRANTED', 'first', 20, 400);
const stopped = step('first', 'STOPPED', 'first', 30, 500);
const closed = step('first', 'CLOSED', null, 1, 40);
const other = step('second', 'GRANTED', 'second', 0, 60);

/**
 * What happens to a benefit, and how often out of a thousand. The most follow the pattern agreed with KY; the rest
 * leaves it in the ways that the note of 24 June 2022 speaks of.
 */
export const episodes: readonly (readonly [weight: number, steps: readonly Step[]])[] = [
  // As agreed: granted, stopped, closed; and it lasts still.
  [270, [granted, stopped, closed]],
  [230, [granted]],
  [110, [granted, stopped, closed, other]],
  // Rejected when it was applied for, or granted for a time that is over.
  [80, [step('first', 'REJECTED', 'first', 20, 300)]],
  [70, [{ ...granted, lasts: 60 }]],
  // §1.1: another benefit before the first one was stopped, and what became of the two.
  [110, [granted, other, step('first', 'STOPPED', 'first', 1, 45), closed]],
  [30, [granted, other, step('second', 'STOPPED', 'second', 30, 300)]],
  // §1.2: closed without being stopped.
  [40, [granted, step('first', 'CLOSED', 'first', 30, 400)]],
  // §1.3: the same KY id on another benefit.
  [25, [granted, step('first', 'GRANTED', 'second', 30, 300), step('first', 'STOPPED', 'second', 30, 300)]],
  // §1.4: something more on a case that is closed.
  [20, [granted, stopped, closed, step('first', 'STOPPED', 'first', 1, 60)]],
  [5, [granted, stopped, closed, step('first', 'GRANTED', 'first', 10, 200)]],
  // Stopped, and nobody knows what.
  [10, [step('first', 'STOPPED', 'first', 20, 300)]],
];
