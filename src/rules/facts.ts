import { isConcurrent } from './contactGroupTypes.ts';
import type { CivilDate, ContactGroupCode, Decision } from './decision.ts';
import { caseOf, type BenefitCase, type CitizenState, type OpenGroup } from './state.ts';

/** What the rules look at: one decision seen in the state in which it is received. */
export interface Facts {
  readonly decision: Decision;
  readonly kind: 'current grant' | 'historical grant' | 'negative';
  /** What was received earlier on the decision's KY id. */
  readonly benefitCase: BenefitCase;
  /** The named group: the one that the decision names, or means where it names none (I12). */
  readonly contactGroup: ContactGroupCode | null;
  readonly openGroups: readonly OpenGroup[];
  /** That group, where it is open. */
  readonly namedGroup: OpenGroup | undefined;
  /** The open groups that a current grant puts an end to, in the order in which they were opened. */
  readonly superseded: readonly OpenGroup[];
}

/** The facts of a decision received today by a citizen in this state. */
export function factsOf(state: CitizenState, decision: Decision, today: CivilDate): Facts {
  const { openGroups } = state;
  const kind = kindOf(decision, today);
  const benefitCase = caseOf(state, decision.kyId);
  const contactGroup = namedContactGroup(decision, benefitCase);
  return {
    decision,
    kind,
    benefitCase,
    contactGroup,
    openGroups,
    namedGroup: openGroups.find((group) => group.contactGroup === contactGroup),
    superseded: kind === 'current grant' ? openGroups.filter((group) => isSuperseded(group, decision)) : [],
  };
}

function kindOf(decision: Decision, today: CivilDate): Facts['kind'] {
  if (decision.kind !== 'GRANTED') return 'negative';
  return isHistorical(decision, today) ? 'historical grant' : 'current grant';
}

/** §1.4a, §1.4b and I6: only the end date tells. A start date in the future makes no grant historical. */
function isHistorical(grant: Decision, today: CivilDate): boolean {
  return grant.endDate !== null && grant.endDate < today;
}

/** I12: a negative decision that names no group means the group of its case's latest current grant. */
function namedContactGroup(decision: Decision, benefitCase: BenefitCase): ContactGroupCode | null {
  return decision.contactGroup ?? benefitCase.grantedGroups.at(-1) ?? null;
}

/** §1.1, §1.3: a current grant on another group puts an end to this one. */
function isSuperseded(group: OpenGroup, grant: Decision): boolean {
  return (
    group.contactGroup !== grant.contactGroup && (changesBenefit(group, grant) || !coexist(group, grant))
  );
}

/** I2: the case that carries the group has changed benefit (§1.3), and 7, 10 and 13 are no exception to that. */
function changesBenefit(group: OpenGroup, grant: Decision): boolean {
  return group.carrier === grant.kyId;
}

/** I1: groups of different cases coexist when either of the two is 7, 10 or 13, whichever came first. */
function coexist(group: OpenGroup, grant: Decision): boolean {
  return (
    isConcurrent(group.contactGroup) || (grant.contactGroup !== null && isConcurrent(grant.contactGroup))
  );
}
