import { madeUpCpr } from '../commands/submission.ts';

let count = 0;

/** A `SubmitDecisionInput` with a message id of its own; `overrides` say what matters to the test. */
export function decisionInput(overrides: object = {}) {
  count += 1;
  return {
    messageId: `input-${count}`,
    cpr: madeUpCpr(0),
    municipalityCode: '101',
    kyId: 'A',
    kind: 'GRANTED',
    contactGroup: 2,
    startDate: '2022-06-01',
    ...overrides,
  };
}
