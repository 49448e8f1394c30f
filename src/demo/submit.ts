import type { SubmittedDecision } from './noteFile.ts';

/** What the service answered to a decision. */
export interface Answer {
  /** The message had been received before. */
  readonly duplicate: boolean;
  readonly rule: string;
  readonly deviations: readonly string[];
  readonly changes: readonly AnsweredChange[];
}

/** A change of the citizen's contact groups, by their codes. */
export interface AnsweredChange {
  readonly from: number | null;
  readonly to: number | null;
}

const operation = `mutation ($input: SubmitDecisionInput!) {
  submitDecision(input: $input) {
    duplicate
    decision {
      outcome {
        rule { id }
        deviations
        changes { from { type { code } } to { type { code } } }
      }
    }
    userErrors { code field message }
  }
}`;

interface Body {
  readonly data?: { readonly submitDecision: Payload } | null;
  readonly errors?: readonly { readonly message: string }[];
}

interface Payload {
  readonly duplicate: boolean;
  readonly decision: { readonly outcome: Outcome } | null;
  readonly userErrors: readonly { readonly message: string }[];
}

interface Outcome {
  readonly rule: { readonly id: string };
  readonly deviations: readonly string[];
  readonly changes: readonly { readonly from: Group | null; readonly to: Group | null }[];
}

interface Group {
  readonly type: { readonly code: number };
}

/** Sends decisions of one citizen to `submitDecision` at a GraphQL URL, one after the other. Throws where one is refused. */
export async function submitInOrder(url: string, decisions: readonly SubmittedDecision[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const decision of decisions) answers.push(await submit(url, decision));
  return answers;
}

async function submit(url: string, input: SubmittedDecision): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: operation, variables: { input } }),
  });
  const { data, errors = [] } = (await response.json()) as Body;
  const payload = data?.submitDecision;
  if (!payload?.decision) {
    const why = [...errors, ...(payload?.userErrors ?? [])].map(({ message }) => message).join(' ');
    throw new Error(`${input.messageId} was refused: ${why}`);
  }
  const { rule, deviations, changes } = payload.decision.outcome;
  return {
    duplicate: payload.duplicate,
    rule: rule.id,
    deviations,
    changes: changes.map(({ from, to }) => ({ from: from?.type.code ?? null, to: to?.type.code ?? null })),
  };
}
