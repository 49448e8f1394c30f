import type { CivilDate } from '../rules/decision.ts';
import { decisionsOf, examples } from '../rules/examples.ts';

/** The date of the note: the examples are told as of that day. */
const noteDate: CivilDate = '2022-06-24';

/**
 * The note's examples E1, E2 … as KY sends them, in received order: one `SubmitDecisionInput` a line. Each example has a
 * citizen of its own, with a CPR number of 29 February 1990, a day that never was: so the number is nobody's. Variants
 * such as `E7-today` are left out, so that the file comes to the same on whatever day it is sent.
 */
export function noteDecisions(): string {
  return examples
    .filter(({ id }) => /^E\d+$/.test(id))
    .flatMap((example) =>
      decisionsOf(example, noteDate).map(({ endDate, ...decision }, index) => ({
        messageId: `note-${example.id}-${index + 1}`,
        cpr: `29029000${example.id.slice(1).padStart(2, '0')}`,
        municipalityCode: '101',
        ...decision,
        ...(endDate !== null && { endDate }),
      })),
    )
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}
