import type { DecisionKind } from '../rules/decision.ts';
import type { Outcome } from './change.ts';
import { ask } from './graphql.ts';

/** How a citizen is looked up. */
export type CitizenBy = { readonly id: string } | { readonly cpr: string };

/** A stay in a contact group. */
export interface Stay {
  readonly id: string;
  readonly type: { readonly code: number };
  readonly open: boolean;
  readonly startDate: string;
  readonly endDate: string | null;
}

/** A decision as it stands in a citizen's list. */
export interface ListedDecision {
  readonly id: string;
  readonly sequence: number;
  readonly kind: DecisionKind;
  readonly kyId: string;
  readonly contactGroupType: { readonly code: number } | null;
  readonly startDate: string;
  readonly endDate: string | null;
  readonly outcome: Outcome;
}

/** A citizen as the board shows one: not by the CPR number. */
export interface Citizen {
  readonly id: string;
  readonly municipalityCode: string;
  readonly contactGroupHistory: { readonly nodes: readonly Stay[] };
  readonly decisions: { readonly nodes: readonly ListedDecision[] };
}

/** Reads a citizen; null where none is known. */
export async function readCitizen(by: CitizenBy): Promise<Citizen | null> {
  const query = `query BoardCitizen($by: CitizenBy!) {
    citizen(by: $by) {
      id municipalityCode
      contactGroupHistory(first: 100) { nodes { id type { code } open startDate endDate } }
      decisions(first: 20) {
        nodes {
          id sequence kind kyId contactGroupType { code } startDate endDate outcome { rule { id } deviations }
        }
      }
    }
  }`;
  return (await ask<{ citizen: Citizen | null }>(query, { by })).citizen;
}
