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

interface Page {
  readonly contactGroupChanges: {
    readonly nodes: readonly Change[];
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  };
}

/** How many changes are read before those that come live. */
const shown = 50;

/** The latest changes, the oldest first. The log is read from its beginning: it has no other way in. */
export async function readLatest(municipalityCode: string | undefined): Promise<readonly Change[]> {
  const pages = `query BoardPages($after: String, $municipalityCode: String) {
    contactGroupChanges(after: $after, municipalityCode: $municipalityCode, first: 1000) {
      nodes { cursor } pageInfo { endCursor hasNextPage }
    }
  }`;
  let cursors: (string | null)[] = [null];
  for (;;) {
    const variables = { after: cursors.at(-1) ?? null, municipalityCode };
    const { nodes, pageInfo } = (await ask<Page>(pages, variables)).contactGroupChanges;
    cursors = [...cursors, ...nodes.map(({ cursor }) => cursor)].slice(-shown - 1);
    if (!pageInfo.hasNextPage) break;
  }
  const latest = `query BoardLatest($after: String, $municipalityCode: String) {
    contactGroupChanges(after: $after, municipalityCode: $municipalityCode, first: 1000) {
      nodes { cursor ${changeSelection} } pageInfo { endCursor hasNextPage }
    }
  }`;
  return (await ask<Page>(latest, { after: cursors[0], municipalityCode })).contactGroupChanges.nodes;
}
