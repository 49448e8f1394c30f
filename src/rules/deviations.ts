import type { Bilingual } from './bilingual.ts';
import type { Facts } from './facts.ts';
import type { Passage } from './note.ts';

/** The ways in which KY leaves the agreed pattern. They are told to KY/KOMBIT and never change what the table does. */
export const deviationIds = [
  'OVERLAPPING_GRANT',
  'CLOSED_WITHOUT_STOP',
  'KY_ID_ON_OTHER_BENEFIT',
  'DECISION_AFTER_CLOSED',
  'NEGATIVE_WITHOUT_GRANT',
] as const;

/** The name of a deviation. */
export type DeviationId = (typeof deviationIds)[number];

/** When a decision shows a deviation, and where the note speaks of it. */
export interface Deviation {
  /** Null where the note takes the agreed pattern for granted. */
  readonly source: Passage | null;
  readonly explanation: Bilingual;
  readonly holds: (facts: Facts) => boolean;
}

/** The deviations by name. */
export const deviations: Readonly<Record<DeviationId, Deviation>> = {
  OVERLAPPING_GRANT: {
    source: '§1.1',
    explanation: {
      en: 'A current grant supersedes a group that another KY id carries.',
      da: 'En aktuel ’Ydelse er givet’ afløser en kontaktgruppe, som et andet KY-id bærer.',
    },
    holds: ({ superseded, decision }) => superseded.some((group) => group.carrier !== decision.kyId),
  },
  CLOSED_WITHOUT_STOP: {
    source: '§1.2',
    explanation: {
      en: 'CLOSED on a KY id without REJECTED or STOPPED on it since its latest current grant, or ever.',
      da: '’Ydelsessag afsluttet’ på et KY-id uden ’Ydelse er afvist’ eller ’Ydelse stoppet’ på det siden dets seneste aktuelle ’Ydelse er givet’, eller nogensinde.',
    },
    holds: ({ decision, benefitCase }) => decision.kind === 'CLOSED' && !benefitCase.stoppedSinceGrant,
  },
  KY_ID_ON_OTHER_BENEFIT: {
    source: '§1.3',
    explanation: {
      en: 'A current grant on a KY id whose latest earlier current grant named another group.',
      da: 'En aktuel ’Ydelse er givet’ på et KY-id, hvis seneste tidligere aktuelle ’Ydelse er givet’ lød på en anden kontaktgruppe.',
    },
    holds: ({ kind, benefitCase, contactGroup }) =>
      kind === 'current grant' &&
      benefitCase.grantedGroups.length > 0 &&
      benefitCase.grantedGroups.at(-1) !== contactGroup,
  },
  DECISION_AFTER_CLOSED: {
    source: '§1.4',
    explanation: {
      en: 'Any decision on a KY id after CLOSED on it.',
      da: 'En hvilken som helst afgørelse på et KY-id efter ’Ydelsessag afsluttet’ på det.',
    },
    holds: ({ benefitCase }) => benefitCase.closed,
  },
  NEGATIVE_WITHOUT_GRANT: {
    source: null,
    explanation: {
      en: 'STOPPED on a KY id without an earlier current grant on it for the group that is named or meant.',
      da: '’Ydelse stoppet’ på et KY-id uden en tidligere aktuel ’Ydelse er givet’ på det for den kontaktgruppe, der er nævnt eller ment.',
    },
    holds: ({ decision, benefitCase, contactGroup }) =>
      decision.kind === 'STOPPED' &&
      (contactGroup === null || !benefitCase.grantedGroups.includes(contactGroup)),
  },
};
