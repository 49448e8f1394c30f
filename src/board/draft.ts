import type { DecisionKind } from '../rules/decision.ts';
import { madeUpCpr, messageId } from './madeUp.ts';
import type { SubmitDecisionInput } from './submission.ts';
import { today } from './today.ts';

/** What stands in the form: a text in each field. */
export type Draft = Readonly<Record<keyof SubmitDecisionInput, string>>;

/** A decision to begin with, on somebody made up. */
export function newDraft(): Draft {
  return {
    messageId: messageId(),
    cpr: madeUpCpr(),
    municipalityCode: '101',
    kyId: 'A',
    kind: 'GRANTED',
    contactGroup: '2',
    startDate: today(),
    endDate: '',
  };
}

/** The form as an input. */
export function inputOf(draft: Draft): SubmitDecisionInput {
  return {
    ...draft,
    kind: draft.kind as DecisionKind,
    contactGroup: draft.contactGroup === '' ? null : Number(draft.contactGroup),
    endDate: draft.endDate || null,
  };
}
