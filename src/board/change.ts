import type { DecisionKind } from '../rules/decision.ts';
import type { DeviationId } from '../rules/deviations.ts';
import type { RuleId } from '../rules/table.ts';
import { ask } from './graphql.ts';

interface Group {
  readonly type: { readonly code: number };
}

/** Why something happened. */
export interface Outcome {
  readonly rule: { readonly id: RuleId };
  readonly deviations: readonly DeviationId[];
}

/** A change as the board shows it. */
export interface Change {
  readonly id: string;
  readonly cursor: string;
  readonly occurredAt: string;
  readonly citizen: { readonly id: string };
  readonly from: Group | null;
  readonly to: Group | null;
  readonly decision: {
    readonly kind: DecisionKind;
    readonly kyId: string;
    readonly municipalityCode: string;
    readonly outcome: Outcome;
  };
}

/** What is asked of a change. */
export const changeSelection = `id occurredAt citizen { id } from { type { code } } to { type { code } }
  decision { kind kyId municipalityCode outcome { rule { id } deviations } }`;

/** The latest changes, and where to go on. */
export interface Latest {
  /** The oldest first. */
  readonly changes: readonly Change[];
  /** What follows it is not among them. */
  readonly cursor: string;
}

interface Page {
  readonly contactGroupChanges: { readonly nodes: readonly Change[]; readonly headCursor: string };
}

/** Reads the end of the log: as many changes as fill the list. */
export async function readLatest(municipalityCode: string | undefined): Promise<Latest> {
  const query = `query BoardLatest($municipalityCode: String) {
    contactGroupChanges(last: 50, municipalityCode: $municipalityCode) {
      nodes { cursor ${changeSelection} } headCursor
    }
  }`;
  const { nodes, headCursor } = (await ask<Page>(query, { municipalityCode })).contactGroupChanges;
  // The head was read before the page, which can hold what came in between.
  return { changes: nodes, cursor: nodes.at(-1)?.cursor ?? headCursor };
}
