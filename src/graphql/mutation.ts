import { sees } from '../auth/caller.ts';
import type { Failure, StoredDecision, SubmissionAnswer } from '../commands/submission.ts';
import { renewLoaders, type Context } from './context.ts';
import { ApiError, errorCodes } from './errors.ts';
import type { Loaders } from './loaders.ts';
import { submissionOf, userErrorsAt, type SubmitDecisionInput } from './submission.ts';

/** How many decisions `submitDecisions` takes at most. */
const mostInputs = 500;

/** `Mutation` */
export const mutationResolvers = {
  submitDecision: async (_mutation: unknown, { input }: { input: SubmitDecisionInput }, context: Context) => {
    checkMunicipality(input, context);
    const answer = await context.commands.submitDecision(submissionOf(input));
    if (answer.kind === 'failed') throw new ApiError(answer.code, undefined, answer.reference);
    return payloadOf(answer, ['input'], context, renewLoaders(context));
  },

  submitDecisions: async (
    _mutation: unknown,
    { inputs }: { inputs: readonly SubmitDecisionInput[] },
    context: Context,
  ) => {
    if (inputs.length > mostInputs)
      throw new ApiError('LIMIT_EXCEEDED', `inputs must be at most ${mostInputs}.`);
    for (const input of inputs) checkMunicipality(input, context);
    // All at once: the commands keep the order of each citizen's.
    const answers = await Promise.all(
      inputs.map((input) => context.commands.submitDecision(submissionOf(input))),
    );
    const loaders = renewLoaders(context);
    return answers.map((answer, index) => payloadOf(answer, ['inputs', String(index)], context, loaders));
  },
};

/** A caller sends for its own municipalities only. */
function checkMunicipality({ municipalityCode }: SubmitDecisionInput, { caller }: Context): void {
  if (!sees(caller, municipalityCode))
    throw new ApiError('FORBIDDEN', 'The caller may not send decisions of this municipality.');
}

function payloadOf(answer: SubmissionAnswer, path: readonly string[], { access }: Context, loaders: Loaders) {
  switch (answer.kind) {
    case 'stored':
      prime(loaders, answer.stored);
      access.note(answer.stored.decision.citizenId, 'ANSWERED');
      return { decision: answer.stored.decision, duplicate: answer.duplicate, userErrors: [] };
    case 'refused':
      access.note(null, 'REFUSED');
      return { decision: null, duplicate: false, userErrors: userErrorsAt(path, answer.userErrors) };
    case 'failed':
      access.note(null, 'FAILED');
      return { decision: null, duplicate: false, userErrors: [failedAt(path, answer)] };
  }
}

function failedAt(field: readonly string[], { code, reference }: Failure) {
  return { code, field, message: `${errorCodes[code]} Reference: ${reference}.` };
}

/** Lets the answer be resolved without reading again what was just written. */
function prime(loaders: Loaders, { decision, changes, groups }: StoredDecision): void {
  loaders.decisions.prime(decision, decision);
  loaders.changesOfDecisions.prime(decision, changes);
  // Where a batch names a group twice, the later answer knows more.
  for (const group of groups) {
    loaders.contactGroups.clear(group);
    loaders.contactGroups.prime(group, group);
  }
}
