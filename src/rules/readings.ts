import type { Bilingual } from './bilingual.ts';
import type { Passage } from './note.ts';

/** Something that the note leaves open, and what we decided until STAR answers. */
export interface Reading {
  /** The passages that leave it open. */
  readonly about: readonly Passage[];
  readonly question: Bilingual;
  readonly decision: Bilingual;
  /** The one place in `src/rules` that carries it out. */
  readonly place: { readonly file: string; readonly name: string };
}

const numbered = {
  I1: {
    about: ['§1.1'],
    question: {
      en: 'What does a grant do when contact group 7, 10 or 13 is involved?',
      da: 'Hvad sker der ved ’Ydelse er givet’, når kontaktgruppe 7, 10 eller 13 indgår?',
    },
    decision: {
      en: 'Two groups stand side by side when either of them is 7, 10 or 13 and different KY ids carry them. Which of two lawful grants came first then makes no difference.',
      da: 'To kontaktgrupper består samtidig, når en af dem er 7, 10 eller 13, og de bæres af forskellige KY-id’er. Så er det uden betydning, hvilken af to lovlige afgørelser der kom først.',
    },
    place: { file: 'facts.ts', name: 'coexist' },
  },
  I2: {
    about: ['§1.1', '§1.3'],
    question: {
      en: 'What if the same KY id comes on another benefit, and one of the two is 7, 10 or 13?',
      da: 'Hvad hvis samme KY-id kommer på en anden ydelse, og en af de to er 7, 10 eller 13?',
    },
    decision: {
      en: '§1.3 wins. The same case has changed benefit, so the group that it carried closes.',
      da: '§1.3 går forud. Samme sag har skiftet ydelse, så den kontaktgruppe, den bar, lukkes.',
    },
    place: { file: 'facts.ts', name: 'changesBenefit' },
  },
  I3: {
    about: ['§1.1', '§1.4b'],
    question: {
      en: 'What does a current grant do on a group that is open already?',
      da: 'Hvad gør en aktuel ’Ydelse er givet’ på en kontaktgruppe, der allerede er åben?',
    },
    decision: {
      en: 'It changes nothing to be seen, but its KY id carries the group from now on, being the one received last.',
      da: 'Den ændrer intet udadtil, men dens KY-id bærer kontaktgruppen fra nu af, fordi den er senest modtaget.',
    },
    place: { file: 'table.ts', name: 'renewed-grant' },
  },
  I4: {
    about: ['§1.4c'],
    question: {
      en: '§1.4c speaks of an open group "of the same type", not "of the same case". Which is meant?',
      da: '§1.4c taler om en åben kontaktgruppe ”af samme type”, ikke ”i samme sag”. Hvad menes der?',
    },
    decision: {
      en: 'The letter holds. After CLOSED on a KY id, a negative decision on it closes an open group of the type it was granted, even when another KY id has been granted that group since.',
      da: 'Ordlyden gælder. Efter ’Ydelsessag afsluttet’ på et KY-id lukker en negativ afgørelse på det en åben kontaktgruppe af den type, det var bevilget, selv om et andet KY-id siden er bevilget den.',
    },
    place: { file: 'columns.ts', name: 'closedEarlier' },
  },
  I5: {
    about: ['§1.1', '§1.4d'],
    question: {
      en: 'What does a negative decision do, outside §1.4c, when its case does not carry the open group?',
      da: 'Hvad gør en negativ afgørelse uden for §1.4c, når dens sag ikke bærer den åbne kontaktgruppe?',
    },
    decision: {
      en: 'It closes nothing. A wrong closure is the harm that the note set out to end.',
      da: 'Den lukker intet. En forkert lukning er netop den skade, noten skulle bringe til ophør.',
    },
    place: { file: 'table.ts', name: 'another-case-carries' },
  },
  I6: {
    about: ['§1.4b'],
    question: {
      en: 'What if the start date lies in the future?',
      da: 'Hvad hvis startdatoen ligger i fremtiden?',
    },
    decision: {
      en: 'The grant is not historical: the group opens now, with that start date.',
      da: 'Afgørelsen er ikke historisk: kontaktgruppen åbnes nu, med den startdato.',
    },
    place: { file: 'facts.ts', name: 'isHistorical' },
  },
  I7: {
    about: ['§1.4b'],
    question: {
      en: 'What if the end date of a grant passes without a word from KY?',
      da: 'Hvad hvis slutdatoen på en ’Ydelse er givet’ passerer, uden at KY sender noget?',
    },
    decision: {
      en: 'The group stays open. Only a decision closes it.',
      da: 'Kontaktgruppen forbliver åben. Kun en afgørelse lukker den.',
    },
    place: { file: 'state.ts', name: 'OpenGroup' },
  },
  I8: {
    about: ['§1.4a'],
    question: {
      en: 'Does a historical grant count when later decisions ask what was granted earlier?',
      da: 'Tæller en historisk ’Ydelse er givet’ med, når senere afgørelser spørger til, hvad der tidligere er bevilget?',
    },
    decision: {
      en: 'No. It carries no group and is no earlier grant.',
      da: 'Nej. Den bærer ingen kontaktgruppe og er ikke en tidligere ’Ydelse er givet’.',
    },
    place: { file: 'evolve.ts', name: 'caseAfter' },
  },
  I9: {
    about: ['§1.1a', '§1.1c', '§1.3'],
    question: {
      en: 'On which date does a group end?',
      da: 'På hvilken dato slutter en kontaktgruppe?',
    },
    decision: {
      en: 'A superseded group ends the day before the new grant’s start date. A negative decision ends a group on its end date, or, where it has none, on its start date. Neither ends a group before its own start date.',
      da: 'En afløst kontaktgruppe slutter dagen før den nye afgørelses startdato. En negativ afgørelse lader kontaktgruppen slutte på sin slutdato eller, hvis den ingen har, på sin startdato. Ingen af dem lader en kontaktgruppe slutte før dens egen startdato.',
    },
    place: { file: 'dates.ts', name: 'endOfSuperseded' },
  },
  I10: {
    about: ['§1.1b', '§1.1c'],
    question: {
      en: 'When is a message on a double case sent?',
      da: 'Hvornår sendes der besked om dobbelt sagsforløb?',
    },
    decision: {
      en: 'We do not know. The note names only cases in which none is sent, so none ever is.',
      da: 'Det vides ikke. Noten nævner kun tilfælde, hvor der ingen sendes, så der sendes aldrig nogen.',
    },
    place: { file: 'outcome.ts', name: 'ContactGroupChange' },
  },
  I11: {
    about: ['§1.1a', '§1.3'],
    question: {
      en: 'What if one grant supersedes several groups? (Only possible where 7, 10 or 13 is involved.)',
      da: 'Hvad hvis én ’Ydelse er givet’ afløser flere kontaktgrupper? (Kun muligt, hvor 7, 10 eller 13 indgår.)',
    },
    decision: {
      en: 'The change from the old to the new names the group opened last. Each of the others is first closed by a change of its own, in the order in which they were opened.',
      da: 'Ændringen fra den gamle til den nye nævner den senest åbnede kontaktgruppe. Hver af de andre lukkes forinden ved en ændring for sig, i den rækkefølge, de blev åbnet.',
    },
    place: { file: 'effects.ts', name: 'changeFromOldToNew' },
  },
  I12: {
    about: ['§1.4c', '§1.4d', '§1.4e'],
    question: {
      en: 'What if a negative decision names no contact group, as STAR’s later interface allows?',
      da: 'Hvad hvis en negativ afgørelse ikke nævner en kontaktgruppe, som STARs senere snitflade tillader?',
    },
    decision: {
      en: 'The group of the latest current grant on the KY id is meant. Where there is none, nothing closes.',
      da: 'Der menes kontaktgruppen i den seneste aktuelle ’Ydelse er givet’ på KY-id’et. Findes den ikke, lukkes intet.',
    },
    place: { file: 'facts.ts', name: 'namedContactGroup' },
  },
  I13: {
    about: ['§1.4'],
    question: {
      en: 'What if the same KY id comes on two citizens?',
      da: 'Hvad hvis samme KY-id kommer på to borgere?',
    },
    decision: {
      en: 'The decisions of each citizen are looked at alone: a case is a citizen and a KY id.',
      da: 'Hver borgers afgørelser ses for sig: en sag er en borger og et KY-id.',
    },
    place: { file: 'state.ts', name: 'caseOf' },
  },
} as const satisfies Record<string, Reading>;

/** The number of a reading, e.g. `I4`. A number is retired, never used again for another question. */
export type ReadingId = keyof typeof numbered;

/** What the note leaves open and what we decided, by number. */
export const readings: Readonly<Record<ReadingId, Reading>> = numbered;
