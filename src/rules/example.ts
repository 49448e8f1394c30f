import type { Bilingual } from './bilingual.ts';
import type { ContactGroupCode, DecisionKind } from './decision.ts';
import type { DeviationId } from './deviations.ts';
import type { Citation, RuleId } from './table.ts';

/** A decision of an example. Its dates are days from today: -1 is yesterday. */
export interface ExampleDecision {
  readonly kyId: string;
  readonly kind: DecisionKind;
  readonly contactGroup: ContactGroupCode;
  readonly startDay: number;
  readonly endDay: number | null;
}

/** A change that subscribers hear of. */
export type ExampleChange =
  | { readonly kind: 'OPENED'; readonly to: ContactGroupCode }
  | { readonly kind: 'CHANGED'; readonly from: ContactGroupCode; readonly to: ContactGroupCode }
  | { readonly kind: 'CLOSED'; readonly from: ContactGroupCode };

/** Decisions on one citizen, in received order, and what the last of them must come to. */
export interface Example {
  readonly id: string;
  readonly title: Bilingual;
  readonly source: readonly Citation[];
  readonly decisions: readonly ExampleDecision[];
  readonly rule: RuleId;
  readonly changes: readonly ExampleChange[];
  readonly deviations: readonly DeviationId[];
  /** Ordered by code. */
  readonly openAfter: readonly ContactGroupCode[];
}
