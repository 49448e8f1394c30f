import type { Submission, UserError } from '../commands/submission.ts';

/** `SubmitDecisionInput` as graphql-js gives it: a field that was left out is not there. */
export interface SubmitDecisionInput extends Omit<Submission, 'contactGroup' | 'endDate'> {
  readonly contactGroup?: number | null;
  readonly endDate?: string | null;
}

/** The input as the commands take it. */
export function submissionOf(input: SubmitDecisionInput): Submission {
  return { ...input, contactGroup: input.contactGroup ?? null, endDate: input.endDate ?? null };
}

/** User errors as the schema has them: `field` is the path from the argument that holds the input. */
export function userErrorsAt(path: readonly string[], userErrors: readonly UserError[]) {
  return userErrors.map((error) => ({ ...error, field: [...path, error.field] }));
}
