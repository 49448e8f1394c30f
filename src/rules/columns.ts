import type { Facts } from './facts.ts';

/** The columns of the decision table, each with all the values it can take. */
export const columns = {
  /** What KY sent. A grant is historical when its end date lies before today (§1.4a). */
  decision: ['current grant', 'historical grant', 'negative'],
  /** Which groups the citizen has open, seen from the one that the decision names or means. */
  openGroups: ['none', 'others only', 'the named one'],
  /** Whether the decision puts an end to open groups other than the one it names (§1.1, §1.3). */
  supersedes: ['none', 'some'],
  /** Whether the decision's own case carries the named group. */
  carrier: ['this case', 'not this case'],
  /** Whether the decision's case was closed earlier, and had been granted the named group (§1.4c). */
  closedEarlier: ['yes', 'no'],
} as const;

/** The name of a column. */
export type ColumnName = keyof typeof columns;

/** One value in each column. */
export type Columns = { readonly [Name in ColumnName]: (typeof columns)[Name][number] };

/** Where the facts of a decision stand in the table. */
export function columnsOf(facts: Facts): Columns {
  const { openGroups, namedGroup, superseded, decision } = facts;
  return {
    decision: facts.kind,
    openGroups: namedGroup ? 'the named one' : openGroups.length > 0 ? 'others only' : 'none',
    supersedes: superseded.length > 0 ? 'some' : 'none',
    carrier: namedGroup?.carrier === decision.kyId ? 'this case' : 'not this case',
    closedEarlier: closedEarlier(facts) ? 'yes' : 'no',
  };
}

/** I4: §1.4c asks for the type that the closed case was granted, not for the case that carries the group now. */
function closedEarlier({ benefitCase, contactGroup }: Facts): boolean {
  return benefitCase.closed && contactGroup !== null && benefitCase.grantedGroups.includes(contactGroup);
}
