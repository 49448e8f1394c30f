import { contactGroupTypeByCode } from './contactGroup.ts';
import type { Context } from './context.ts';
import { ApiError } from './errors.ts';
import { ruleById } from './rule.ts';
import { submissionOf, userErrorsAt, type SubmitDecisionInput } from './submission.ts';

/** `Query.previewDecision` */
export async function previewDecision(
  _query: unknown,
  { input }: { input: SubmitDecisionInput },
  { commands, caller, access }: Context,
) {
  const municipalities = caller.municipalities && [...caller.municipalities];
  const answer = await commands.previewDecision({ ...submissionOf(input), municipalities });
  switch (answer.kind) {
    case 'previewed':
      if (answer.citizenId !== null) access.note(answer.citizenId, answer.isSeen ? 'ANSWERED' : 'NOT_SEEN');
      return {
        rule: ruleById(answer.rule),
        openAfter: answer.openAfter.map(contactGroupTypeByCode),
        deviations: answer.deviations,
        userErrors: [],
      };
    case 'refused':
      access.note(null, 'REFUSED');
      return { userErrors: userErrorsAt(['input'], answer.userErrors) };
    case 'failed':
      throw new ApiError(answer.code, undefined, answer.reference);
  }
}
