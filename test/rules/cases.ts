import assert from 'node:assert/strict';
import type { DeviationId } from '../../src/rules/deviations.ts';
import type { RuleId } from '../../src/rules/table.ts';
import { playToEnd, received, shown } from './play.ts';

/** Decisions on one citizen, in received order, and what the last of them must come to. */
export interface Case {
  readonly received: readonly string[];
  readonly rule: RuleId;
  readonly changes?: readonly string[];
  readonly deviations?: readonly DeviationId[];
  /** The groups open afterwards, each with its carrier. */
  readonly open?: readonly string[];
}

/** Asserts all that the case says. */
export function check(expected: Case): void {
  const { outcome, state } = playToEnd(expected.received.map(received));
  const actual: Case = {
    received: expected.received,
    rule: outcome.rule,
    ...(expected.changes && { changes: outcome.changes.map(shown) }),
    ...(expected.deviations && { deviations: outcome.deviations }),
    ...(expected.open && { open: state.openGroups.map((group) => `${group.contactGroup} ${group.carrier}`) }),
  };
  assert.deepEqual(actual, expected);
}
