import assert from 'node:assert/strict';
import { deviationIds } from '../../src/rules/deviations.ts';
import { isConcurrent } from '../../src/rules/contactGroupTypes.ts';
import { table } from '../../src/rules/table.ts';
import { openAfter, tell } from './model.ts';
import { shown, today, type Received } from './play.ts';
import { walk, type Step } from './walk.ts';

let walked: ReturnType<typeof walk> | undefined;

/** The walk, done once for all checks of it. */
export function theWalk(): ReturnType<typeof walk> {
  return (walked ??= walk());
}

function forEachStep(check: (step: Step) => void): void {
  for (const { steps } of theWalk().visits) steps.forEach(check);
}

/** The checks of every decision in every reachable state. */
export const walkChecks = {
  'every row occurs': () => {
    const seen = new Set<string>();
    forEachStep(({ outcome }) => seen.add(outcome.rule));
    assert.deepEqual([...seen].sort(), table.map(({ id }) => id).sort());
  },
  'every deviation occurs': () => {
    const seen = new Set<string>();
    forEachStep(({ outcome }) => {
      for (const id of outcome.deviations) seen.add(id);
    });
    assert.deepEqual([...seen].sort(), [...deviationIds].sort());
  },
  'no change opens an open group or closes a closed one': () => {
    forEachStep(({ state, outcome }) => {
      const open = new Set(state.openGroups.map((group) => group.contactGroup));
      for (const change of outcome.changes) {
        if ('from' in change) assert(open.delete(change.from), shown(change));
        if ('to' in change) assert.equal(open.has(change.to), change.startDate === null, shown(change));
        if ('to' in change) open.add(change.to);
      }
    });
  },
  'at most one group outside 7, 10 and 13 is open, and a KY id carries at most one': () => {
    forEachStep(({ after: { openGroups } }) => {
      assert(openGroups.filter((group) => !isConcurrent(group.contactGroup)).length <= 1);
      assert.equal(new Set(openGroups.map((group) => group.carrier)).size, openGroups.length);
    });
  },
  'I10: nothing but changes and deviations comes of a decision': () => {
    forEachStep(({ outcome }) => {
      const parts = ['rule', 'contactGroup', 'changes', 'carries', 'deviations'];
      assert.deepEqual(Object.keys(outcome).sort(), parts.sort());
      for (const { kind } of outcome.changes) assert(['OPENED', 'CHANGED', 'CLOSED'].includes(kind));
    });
  },
  'the rules told a second time agree': () => {
    for (const { history, steps } of theWalk().visits) {
      const earlier = history.map((decision): Received => ({ decision, today }));
      const open = openAfter(earlier);
      for (const { decision, outcome, after } of steps) {
        const told = tell(earlier, open, { decision, today });
        assert.equal(outcome.rule, told.rule);
        assert.equal(outcome.changes.map(shown).join(), told.changes.join());
        assert.equal(outcome.deviations.join(), told.deviations.join());
        assert.equal(
          after.openGroups.map((group) => `${group.contactGroup} ${group.startDate}`).join(),
          told.openAfter.map((opened) => `${opened.group} ${opened.start}`).join(),
        );
      }
    }
  },
} as const;
