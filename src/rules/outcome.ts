import type { CivilDate, ContactGroupCode } from './decision.ts';
import type { DeviationId } from './deviations.ts';
import type { RuleId } from './table.ts';

/**
 * One change of a citizen's open groups. `from` ends on `endDate`; `to` is open afterwards, since `startDate`. Changes are
 * all that a jobcentre hears of a decision: no message on a double case is ever among them (I10).
 */
export type ContactGroupChange =
  | { readonly kind: 'OPENED'; readonly to: ContactGroupCode; readonly startDate: CivilDate }
  | {
      readonly kind: 'CHANGED';
      readonly from: ContactGroupCode;
      readonly endDate: CivilDate;
      readonly to: ContactGroupCode;
      /** Start of `to` where this change opens it; null where it was open already. */
      readonly startDate: CivilDate | null;
    }
  | { readonly kind: 'CLOSED'; readonly from: ContactGroupCode; readonly endDate: CivilDate };

/** What a decision comes to in a state. */
export interface Outcome {
  readonly rule: RuleId;
  /** The group that the decision is about: the one it names, or the one that is meant (I12). */
  readonly contactGroup: ContactGroupCode | null;
  /** In the order in which subscribers hear of them; empty where the decision is only stored. */
  readonly changes: readonly ContactGroupChange[];
  /** The open group that the decision's KY id carries from now on: every current grant's. */
  readonly carries: ContactGroupCode | null;
  /** In the order of the deviations' list. */
  readonly deviations: readonly DeviationId[];
}
