import type { DecisionKind } from '../rules/decision.ts';
import type { Outcome } from './change.ts';
import { ask } from './graphql.ts';

/** A `SubmitDecisionInput`. */
export interface SubmitDecisionInput {
  readonly messageId: string;
  readonly cpr: string;
  readonly municipalityCode: string;
  readonly kyId: string;
  readonly kind: DecisionKind;
  readonly contactGroup: number | null;
  readonly startDate: string;
  readonly endDate: string | null;
}

/** What the caller did wrong. */
export interface UserError {
  readonly code: string;
  readonly field: readonly string[] | null;
  readonly message: string;
}

interface Move {
  readonly from: { readonly type: { readonly code: number } } | null;
  readonly to: { readonly type: { readonly code: number } } | null;
}

/** What the rules would do. */
export interface Preview {
  readonly outcome: Outcome;
  readonly openAfter: readonly number[];
}

/** What the rules did. */
export interface Decided {
  readonly citizenId: string;
  readonly duplicate: boolean;
  readonly outcome: Outcome & { readonly changes: readonly Move[] };
  readonly openAfter: readonly number[];
}

const failure = 'userErrors { code field message }';

/** Asks what a decision would do; or what is wrong with it. */
export async function preview(input: SubmitDecisionInput): Promise<Preview | readonly UserError[]> {
  const { previewDecision: answer } = await ask<{
    previewDecision: Partial<Outcome> & { openAfter: { code: number }[] | null; userErrors: UserError[] };
  }>(
    `query BoardPreview($input: SubmitDecisionInput!) {
      previewDecision(input: $input) { rule { id } deviations openAfter { code } ${failure} }
    }`,
    { input },
  );
  const { rule, deviations = [], openAfter, userErrors } = answer;
  if (!rule || !openAfter) return userErrors;
  return { outcome: { rule, deviations }, openAfter: openAfter.map(({ code }) => code) };
}

interface Stored {
  readonly citizen: { readonly id: string; readonly contactGroups: readonly { type: { code: number } }[] };
  readonly outcome: Decided['outcome'];
}

/** Sends a decision; tells what it did, or what is wrong with it. */
export async function submit(input: SubmitDecisionInput): Promise<Decided | readonly UserError[]> {
  const { submitDecision: answer } = await ask<{
    submitDecision: { decision: Stored | null; duplicate: boolean; userErrors: UserError[] };
  }>(
    `mutation BoardSubmit($input: SubmitDecisionInput!) {
      submitDecision(input: $input) {
        duplicate
        decision {
          citizen { id contactGroups { type { code } } }
          outcome { rule { id } deviations changes { from { type { code } } to { type { code } } } }
        }
        ${failure}
      }
    }`,
    { input },
  );
  if (!answer.decision) return answer.userErrors;
  const { citizen, outcome } = answer.decision;
  return {
    citizenId: citizen.id,
    duplicate: answer.duplicate,
    outcome,
    openAfter: citizen.contactGroups.map(({ type }) => type.code),
  };
}
