import type { Decision } from './decision.ts';
import type { ContactGroupChange, Outcome } from './outcome.ts';
import { caseOf, type BenefitCase, type CitizenState, type OpenGroup } from './state.ts';

/** The citizen's state after a decision with this outcome. */
export function evolve(state: CitizenState, decision: Decision, outcome: Outcome): CitizenState {
  const { kyId } = decision;
  const sequence = state.sequence + 1;
  const openGroups = outcome.changes.reduce(
    (groups, change) => groupsAfter(groups, change, kyId, sequence),
    state.openGroups,
  );
  return {
    sequence,
    openGroups: openGroups.map((group) =>
      group.contactGroup === outcome.carries ? { ...group, carrier: kyId } : group,
    ),
    cases: casesAfter(state, decision, outcome),
  };
}

function groupsAfter(
  groups: readonly OpenGroup[],
  change: ContactGroupChange,
  carrier: string,
  openedBy: number,
): readonly OpenGroup[] {
  const kept =
    change.kind === 'OPENED' ? groups : groups.filter((group) => group.contactGroup !== change.from);
  if (change.kind === 'CLOSED' || change.startDate === null) return kept;
  return [...kept, { contactGroup: change.to, carrier, startDate: change.startDate, openedBy }];
}

function casesAfter(state: CitizenState, decision: Decision, outcome: Outcome): CitizenState['cases'] {
  const before = caseOf(state, decision.kyId);
  const after = caseAfter(before, decision, outcome);
  return after === before ? state.cases : new Map(state.cases).set(after.kyId, after);
}

/** I8: a grant that carries no group, a historical one, leaves its case as it was. */
function caseAfter(before: BenefitCase, decision: Decision, { carries }: Outcome): BenefitCase {
  switch (decision.kind) {
    case 'GRANTED': {
      if (carries === null) return before;
      const grantedGroups = [...before.grantedGroups.filter((group) => group !== carries), carries];
      return { ...before, stoppedSinceGrant: false, grantedGroups };
    }
    case 'REJECTED':
    case 'STOPPED':
      return { ...before, stoppedSinceGrant: true };
    case 'CLOSED':
      return { ...before, closed: true };
  }
}
