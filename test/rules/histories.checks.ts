import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isConcurrent } from '../../src/rules/contactGroupTypes.ts';
import { addDays } from '../../src/rules/dates.ts';
import { decisionKinds, type ContactGroupCode } from '../../src/rules/decision.ts';
import type { Outcome } from '../../src/rules/outcome.ts';
import type { CitizenState } from '../../src/rules/state.ts';
import { carrierOf, openAfter, tell } from './model.ts';
import { play, shown, today, type Received } from './play.ts';

const days = fc.integer({ min: -40, max: 40 });

const group = fc.constantFrom(2, 11, 29, 7, 10, 13);

/** A decision on one of a few cases and groups, with dates about the day of receipt. */
const anyReceived = fc
  .record({
    kyId: fc.constantFrom('A', 'B', '__proto__'),
    kind: fc.constantFrom('GRANTED', 'GRANTED', 'GRANTED', ...decisionKinds),
    contactGroup: group,
    named: fc.boolean(),
    start: days,
    length: fc.option(fc.nat({ max: 40 }), { freq: 2 }),
    receipt: days,
  })
  .map(({ kyId, kind, contactGroup, named, start, length, receipt }): Received => ({
    decision: {
      kyId,
      kind,
      contactGroup: kind === 'GRANTED' || named ? contactGroup : null,
      startDate: addDays(today, start),
      endDate: length === null ? null : addDays(today, start + length),
    },
    today: addDays(today, receipt),
  }));

interface Moment {
  readonly earlier: readonly Received[];
  readonly received: Received;
  readonly outcome: Outcome;
  readonly before: CitizenState;
  readonly after: CitizenState;
}

function atEveryMoment(check: (moment: Moment) => void): void {
  fc.assert(
    fc.property(fc.array(anyReceived, { maxLength: 16 }), (history) => {
      const { states, outcomes } = play(history);
      history.forEach((received, i) => {
        const [outcome, before, after] = [outcomes[i], states[i], states[i + 1]];
        if (outcome && before && after)
          check({ earlier: history.slice(0, i), received, outcome, before, after });
      });
    }),
    { numRuns: 500 },
  );
}

const openCodes = (state: CitizenState): readonly ContactGroupCode[] =>
  state.openGroups.map((open) => open.contactGroup);

const isHistorical = ({ decision, today }: Received) =>
  decision.kind === 'GRANTED' && decision.endDate !== null && decision.endDate < today;

/** The checks of random histories of one citizen. */
export const historyChecks = {
  'a current grant leaves its group open, carried by its case': () => {
    atEveryMoment(({ received, after }) => {
      const { kind, contactGroup, kyId } = received.decision;
      if (kind !== 'GRANTED' || isHistorical(received)) return;
      assert.equal(after.openGroups.find((open) => open.contactGroup === contactGroup)?.carrier, kyId);
    });
  },
  'a historical grant moves nobody and leaves no trace in the cases': () => {
    atEveryMoment(({ received, before, after }) => {
      if (isHistorical(received)) assert.deepEqual(after, { ...before, sequence: before.sequence + 1 });
    });
  },
  'a negative decision opens nothing and closes at most one group': () => {
    atEveryMoment(({ received, before, after }) => {
      if (received.decision.kind === 'GRANTED') return;
      assert(openCodes(after).every((code) => openCodes(before).includes(code)));
      assert(openCodes(after).length >= openCodes(before).length - 1);
    });
  },
  'at most one group outside 7, 10 and 13 is open': () => {
    atEveryMoment(({ after }) => {
      assert(openCodes(after).filter((code) => !isConcurrent(code)).length <= 1);
    });
  },
  'only the case of the decision changes': () => {
    atEveryMoment(({ received, before, after }) => {
      for (const [kyId, kept] of before.cases)
        if (kyId !== received.decision.kyId) assert.equal(after.cases.get(kyId), kept);
    });
  },
  'no group ends before it starts': () => {
    atEveryMoment(({ before, outcome }) => {
      for (const change of outcome.changes) {
        if (!('from' in change)) continue;
        const ended = before.openGroups.find((open) => open.contactGroup === change.from);
        assert(ended && ended.startDate <= change.endDate, shown(change));
      }
    });
  },
  'the changes folded give the open groups, in the order in which they were opened': () => {
    atEveryMoment(({ earlier, received, after }) => {
      const open = new Map<ContactGroupCode, string>();
      const log = play([...earlier, received]).outcomes.flatMap((outcome) => outcome.changes);
      for (const change of log) {
        if ('from' in change) open.delete(change.from);
        if ('to' in change && change.startDate !== null) open.set(change.to, change.startDate);
      }
      const groups = after.openGroups.map((one) => [one.contactGroup, one.startDate]);
      assert.deepEqual(groups, [...open]);
    });
  },
  'the rules told a second time agree': () => {
    atEveryMoment(({ earlier, received, outcome, after }) => {
      const told = tell(earlier, openAfter(earlier), received);
      assert.deepEqual(
        {
          rule: outcome.rule,
          changes: outcome.changes.map(shown),
          deviations: outcome.deviations,
          sequence: after.sequence,
          openGroups: after.openGroups,
        },
        {
          rule: told.rule,
          changes: told.changes,
          deviations: told.deviations,
          sequence: earlier.length + 1,
          openGroups: told.openAfter.map((opened) => ({
            contactGroup: opened.group,
            carrier: carrierOf([...earlier, received], opened.group),
            startDate: opened.start,
            openedBy: opened.openedBy,
          })),
        },
      );
    });
  },
} as const;
