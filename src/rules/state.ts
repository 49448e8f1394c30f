import type { CivilDate, ContactGroupCode } from './decision.ts';

/** A contact group that the citizen is in now. It has no end date: only a decision closes it (I7). */
export interface OpenGroup {
  readonly contactGroup: ContactGroupCode;
  /** The carrier: the KY id of the latest current grant received on the group. */
  readonly carrier: string;
  readonly startDate: CivilDate;
  /** Sequence of the decision that opened it: tells which of several was opened last (I11). */
  readonly openedBy: number;
}

/** What earlier decisions on one (citizen, KY id) pair leave behind. Historical grants leave nothing (I8). */
export interface BenefitCase {
  readonly kyId: string;
  /** A `CLOSED` was received. It never becomes false again. */
  readonly closed: boolean;
  /** A `REJECTED` or `STOPPED` was received since the latest current grant, or ever where there was none (§1.2). */
  readonly stoppedSinceGrant: boolean;
  /** The groups of its current grants, each once, the latest granted last. */
  readonly grantedGroups: readonly ContactGroupCode[];
}

/** All that the rules need to know of one citizen. */
export interface CitizenState {
  /** How many decisions were received: the sequence of the latest. */
  readonly sequence: number;
  /** In the order in which they were opened. */
  readonly openGroups: readonly OpenGroup[];
  /** By KY id. May hold only those cases that the decisions at hand are about. */
  readonly cases: ReadonlyMap<string, BenefitCase>;
}

/** A citizen of whom nothing was received. */
export const unknownCitizen: CitizenState = { sequence: 0, openGroups: [], cases: new Map() };

/**
 * I13: a case is a (citizen, KY id) pair, so it is looked up among the cases of this citizen alone. Where it is missing,
 * nothing was received on it.
 */
export function caseOf(state: CitizenState, kyId: string): BenefitCase {
  return state.cases.get(kyId) ?? { kyId, closed: false, stoppedSinceGrant: false, grantedGroups: [] };
}
