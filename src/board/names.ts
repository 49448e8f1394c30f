import type { Bilingual } from '../rules/bilingual.ts';
import { contactGroupTypes } from '../rules/contactGroupTypes.ts';
import { danishNames, type DecisionKind } from '../rules/decision.ts';
import type { DeviationId } from '../rules/deviations.ts';

/** What each kind of decision is called. */
export const kindNames: Readonly<Record<DecisionKind, Bilingual>> = {
  GRANTED: { da: danishNames.GRANTED, en: 'Granted' },
  REJECTED: { da: danishNames.REJECTED, en: 'Rejected' },
  STOPPED: { da: danishNames.STOPPED, en: 'Stopped' },
  CLOSED: { da: danishNames.CLOSED, en: 'Closed' },
};

/** What each deviation is called, in a word or three. */
export const deviationNames: Readonly<Record<DeviationId, Bilingual>> = {
  OVERLAPPING_GRANT: { da: 'overlappende ydelse', en: 'overlapping grant' },
  CLOSED_WITHOUT_STOP: { da: 'afsluttet uden stop', en: 'closed without stop' },
  KY_ID_ON_OTHER_BENEFIT: { da: 'KY-id på anden ydelse', en: 'KY id on other benefit' },
  DECISION_AFTER_CLOSED: { da: 'efter afsluttet sag', en: 'after the case was closed' },
  NEGATIVE_WITHOUT_GRANT: { da: 'stop uden ydelse', en: 'stop without grant' },
};

/** What a user error says, by its code; other codes are told as the server words them. */
export const userErrorTexts: Readonly<Record<string, Bilingual>> = {
  INVALID_CPR: { da: 'Ti cifre med mulig dag og måned', en: 'Ten digits with a possible day and month' },
  INVALID_MUNICIPALITY: { da: 'Tre cifre, fx 101', en: 'Three digits, e.g. 101' },
  INVALID_KY_ID: { da: '1 til 200 tegn', en: '1 to 200 characters' },
  INVALID_MESSAGE_ID: { da: '1 til 200 tegn', en: '1 to 200 characters' },
  UNKNOWN_CONTACT_GROUP: { da: 'Ukendt kontaktgruppe', en: 'Unknown contact group' },
  CONTACT_GROUP_REQUIRED: {
    da: '’Ydelse er givet’ skal nævne en kontaktgruppe',
    en: 'A grant must name a contact group',
  },
  END_BEFORE_START: {
    da: 'Slutdatoen ligger før startdatoen',
    en: 'The end date lies before the start date',
  },
  MESSAGE_ID_REUSED: {
    da: 'Besked-id’et er brugt til en anden afgørelse',
    en: 'The message id was used for another decision',
  },
};

/** A group's code, and its name where a source gives it. */
export function groupName(code: number): string {
  const name = contactGroupTypes.get(code)?.name;
  return name ? `${code} ${name}` : `${code}`;
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A short name that always means the same citizen, and says nothing about who that is. */
export function pseudonymOf(citizenId: string): string {
  let hash = 2_166_136_261;
  for (const letter of citizenId) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619);
  return [0, 5, 10, 15, 20].map((shift) => letters[(hash >>> shift) & 31]).join('');
}
