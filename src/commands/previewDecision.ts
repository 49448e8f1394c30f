import { decide } from '../rules/decide.ts';
import { evolve } from '../rules/evolve.ts';
import { load, type LoadedCitizen } from '../storage/load.ts';
import type { Ask } from '../storage/writePool.ts';
import { beginCitizen, type Received } from './decideBatch.ts';
import { takeStep } from './steps.ts';
import { isRepeat } from './stored.ts';
import type { PreviewAnswer } from './submission.ts';
import { messageIdReused } from './userErrors.ts';

/**
 * What submitting would come to. Writes nothing. A message that was received before would change nothing more. A citizen
 * of none of the municipalities is looked at as if nothing was received of that one.
 */
export async function preview(
  ask: Ask,
  received: Received,
  municipalities: readonly string[] | null,
): Promise<PreviewAnswer> {
  const { submission, today } = received;
  const { citizens, answered } = await takeStep('load', [received], () =>
    ask((sql, cprCipher) => load(sql, cprCipher, [submission])),
  );
  const stored = citizens.get(submission.cpr);
  const citizen = onlyOf(municipalities, stored);
  const { state } = beginCitizen(submission.cpr, citizen, () => '');
  const earlier = answered.get(submission.messageId);
  if (earlier && !isRepeat(submission, earlier.decision, citizen?.id))
    return { kind: 'refused', userErrors: [messageIdReused] };
  const outcome = earlier?.decision ?? decide(state, submission, today);
  const after = 'changes' in outcome ? evolve(state, submission, outcome) : state;
  return {
    kind: 'previewed',
    citizenId: stored?.id ?? null,
    isSeen: citizen !== undefined,
    rule: outcome.rule,
    openAfter: after.openGroups.map((group) => group.contactGroup).sort((a, b) => a - b),
    deviations: outcome.deviations,
  };
}

function onlyOf(municipalities: readonly string[] | null, citizen: LoadedCitizen | undefined) {
  const isSeen = municipalities === null || municipalities.includes(citizen?.municipalityCode ?? '');
  return isSeen ? citizen : undefined;
}
