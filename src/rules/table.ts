import type { Bilingual } from './bilingual.ts';
import type { Columns } from './columns.ts';
import type { Effect } from './effects.ts';
import type { Passage } from './note.ts';
import type { ReadingId } from './readings.ts';

/** What a row rests on: a passage of the note, or our reading where the note is silent. */
export type Citation = Passage | ReadingId;

interface RowOf<Id extends string> {
  readonly id: Id;
  /** The conditions. A column left out may have any value. */
  readonly when: Partial<Columns>;
  readonly effect: Effect;
  readonly cites: readonly Citation[];
  readonly explanation: Bilingual;
}

const rows = [
  {
    id: 'historical-grant',
    when: { decision: 'historical grant' },
    effect: 'store',
    cites: ['§1.4a', '§1.1'],
    explanation: {
      en: 'The benefit ended before today. The decision is stored as an update of the past and changes no contact group.',
      da: 'Ydelsen er slut før dags dato. Afgørelsen gemmes som en historisk opdatering og ændrer ingen kontaktgruppe.',
    },
  },
  {
    id: 'first-grant',
    when: { decision: 'current grant', openGroups: 'none', supersedes: 'none' },
    effect: 'open',
    cites: ['§1.1', '§1.4b'],
    explanation: {
      en: 'The citizen is in no contact group. The granted group opens, even if the case was closed earlier.',
      da: 'Borgeren er ikke i en kontaktgruppe. Den bevilgede kontaktgruppe åbnes, også selv om sagen tidligere er afsluttet.',
    },
  },
  {
    id: 'renewed-grant',
    when: { decision: 'current grant', openGroups: 'the named one', supersedes: 'none' },
    effect: 'renew',
    cites: ['I3'],
    explanation: {
      en: 'The citizen is in the granted group already. It stays open, and the case of this decision carries it from now on.',
      da: 'Borgeren er allerede i den bevilgede kontaktgruppe. Den forbliver åben, og sagen i denne afgørelse bærer den fra nu af.',
    },
  },
  {
    id: 'superseding-grant',
    when: { decision: 'current grant', supersedes: 'some' },
    effect: 'supersede',
    cites: ['§1.1a', '§1.3', '§1.4b'],
    explanation: {
      en: 'The benefit received last is the valid one. The contact group changes from the old group to the granted one.',
      da: 'Den senest modtagne ydelse er den gældende. Kontaktgruppen ændres fra den gamle til den bevilgede.',
    },
  },
  {
    id: 'concurrent-grant',
    when: { decision: 'current grant', openGroups: 'others only', supersedes: 'none' },
    effect: 'open',
    cites: ['§1.1', 'I1'],
    explanation: {
      en: 'Contact groups 7, 10 and 13 may stand beside others. The granted group opens beside those that are open.',
      da: 'Kontaktgruppe 7, 10 og 13 kan bestå samtidig med andre. Den bevilgede kontaktgruppe åbnes ved siden af de åbne.',
    },
  },
  {
    id: 'nothing-open',
    when: { decision: 'negative', openGroups: 'none' },
    effect: 'store',
    cites: ['§1.4e'],
    explanation: {
      en: 'The citizen is in no contact group, so there is nothing to close. The decision is stored.',
      da: 'Borgeren er ikke i en kontaktgruppe, så der er intet at lukke. Afgørelsen gemmes.',
    },
  },
  {
    id: 'other-group-open',
    when: { decision: 'negative', openGroups: 'others only' },
    effect: 'store',
    cites: ['§1.1b', '§1.4d'],
    explanation: {
      en: 'The citizen is in another contact group than the one that ends. That group stays open, and no message on a double case is sent.',
      da: 'Borgeren er i en anden kontaktgruppe end den, der ophører. Den forbliver åben, og der sendes ingen besked om dobbelt sagsforløb.',
    },
  },
  {
    id: 'carrier-ended',
    when: { decision: 'negative', openGroups: 'the named one', carrier: 'this case' },
    effect: 'close',
    cites: ['§1.1c', '§1.2', '§1.4c'],
    explanation: {
      en: 'The case that carries the contact group ends. The group closes, no earlier group reopens, and no message on a double case is sent.',
      da: 'Den sag, der bærer kontaktgruppen, ophører. Kontaktgruppen lukkes, ingen tidligere genåbnes, og der sendes ingen besked om dobbelt sagsforløb.',
    },
  },
  {
    id: 'closed-case-ended-again',
    when: {
      decision: 'negative',
      openGroups: 'the named one',
      carrier: 'not this case',
      closedEarlier: 'yes',
    },
    effect: 'close',
    cites: ['§1.4c', 'I4'],
    explanation: {
      en: 'The case was closed earlier and has been granted a group of this type. The open group of that type closes, although another case carries it.',
      da: 'Sagen er tidligere afsluttet og har været bevilget en kontaktgruppe af denne type. Den åbne kontaktgruppe af samme type lukkes, selv om en anden sag bærer den.',
    },
  },
  {
    id: 'another-case-carries',
    when: {
      decision: 'negative',
      openGroups: 'the named one',
      carrier: 'not this case',
      closedEarlier: 'no',
    },
    effect: 'store',
    cites: ['§1.1', '§1.4d', 'I5'],
    explanation: {
      en: 'Another case carries the contact group, by the latest grant received on it. The group stays open.',
      da: 'En anden sag bærer kontaktgruppen ved den senest modtagne ’Ydelse er givet’ på den. Kontaktgruppen forbliver åben.',
    },
  },
] as const satisfies readonly RowOf<string>[];

/** The name of a row. Decisions are stored with it: a name is retired, never used again for something else. */
export type RuleId = (typeof rows)[number]['id'];

/** A row of the decision table: when it applies, what DFDG then does, and what it rests on. */
export type Row = RowOf<RuleId>;

/** The decision table. Exactly one row applies to every decision in every state, so their order says nothing. */
export const table: readonly Row[] = rows;
