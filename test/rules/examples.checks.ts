import assert from 'node:assert/strict';
import type { Example } from '../../src/rules/example.ts';
import { decisionsOf } from '../../src/rules/examples.ts';
import { playToEnd, today } from './play.ts';

/** Asserts all that an example says of its last decision. */
export function checkExample(example: Example): void {
  const history = decisionsOf(example, today).map((decision) => ({ decision, today }));
  const { outcome, state } = playToEnd(history);
  assert.deepEqual(
    {
      rule: outcome.rule,
      changes: outcome.changes.map((change) => ({
        kind: change.kind,
        ...('from' in change && { from: change.from }),
        ...('to' in change && { to: change.to }),
      })),
      deviations: outcome.deviations,
      openAfter: state.openGroups.map((group) => group.contactGroup).sort((one, other) => one - other),
    },
    {
      rule: example.rule,
      changes: example.changes,
      deviations: example.deviations,
      openAfter: example.openAfter,
    },
  );
}
