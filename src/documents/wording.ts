import type { Bilingual } from '../rules/bilingual.ts';
import type { ColumnName, Columns } from '../rules/columns.ts';
import { danishNames, type DecisionKind } from '../rules/decision.ts';
import type { Effect } from '../rules/effects.ts';
import type { Passage } from '../rules/note.ts';

/** The titles and sentences of the rules document, beside what the rules say of themselves. */
export const wording = {
  title: { en: 'The rules, beside the release note', da: 'Reglerne ved siden af releasenoten' },
  introduction: {
    en: `Each passage of STAR’s release note of 24 June 2022 stands here word for word, in Danish and with its own misspellings. Under it stand the rows of the decision table that carry it out, the examples that the tests play, and our readings where the note leaves something open. KY ids are called A and B, and an example is about one citizen.

A decision is GRANTED (’Ydelse er givet’), REJECTED (’Ydelse er afvist’), STOPPED (’Ydelse stoppet’) or CLOSED (’Ydelsessag afsluttet’). The last three are called negative. A grant is historical when its end date lies before today, and otherwise current. A KY id carries an open contact group when the latest current grant on that group is its own. Every decision is stored, whatever comes of it. The other terms are in the [glossary](glossary.md). [På dansk](regler.md).

This page is written by \`src/documents/write.ts\` from the code that decides. It is not edited by hand, and so it cannot say anything else than the code does. A row’s name leads to the table in the code, and an example’s number to the test that plays it.`,
    da: `Her står hvert afsnit af STARs releasenote af 24. juni 2022 ordret og med notens egne stavefejl. Under afsnittet står de rækker i beslutningstabellen, der fører det ud i livet, de eksempler, som afprøvningen gennemspiller, og vores læsninger, hvor noten lader noget stå åbent. KY-id’er kaldes A og B, og et eksempel handler om én borger.

En afgørelse er ’Ydelse er givet’, ’Ydelse er afvist’, ’Ydelse stoppet’ eller ’Ydelsessag afsluttet’. De tre sidste kaldes negative. ’Ydelse er givet’ er historisk, når slutdatoen ligger før dags dato, og ellers aktuel. Et KY-id bærer en åben kontaktgruppe, når den senest modtagne aktuelle ’Ydelse er givet’ på kontaktgruppen er dets. Hver afgørelse gemmes, uanset hvad den fører til. De øvrige ord står i [ordlisten](glossary.md). [In English](rules.md).

Siden skrives af \`src/documents/write.ts\` ud fra den kode, der behandler afgørelserne. Den rettes ikke i hånden, og derfor kan den ikke sige andet, end koden gør. En rækkes navn fører til tabellen i koden, og et eksempels nummer til den prøve, der gennemspiller det.`,
  },
  treatment: { en: 'What DFDG does', da: 'Det gør DFDG' },
  examples: { en: 'Examples', da: 'Eksempler' },
  example: { en: 'Example', da: 'Eksempel' },
  received: { en: 'Received, in order', da: 'Modtaget, i rækkefølge' },
  comesTo: { en: 'What the last one comes to', da: 'Det fører den sidste til' },
  openAfter: { en: 'Open afterwards', da: 'Åben bagefter' },
  readings: { en: 'What it leaves open', da: 'Det lader afsnittet stå åbent' },
  deviation: { en: 'When KY leaves the agreed pattern', da: 'Når KY afviger fra det aftalte' },
  about: { en: 'Passages', da: 'Afsnit' },
  shownBy: { en: 'Shown by', da: 'Vises af' },
  ending: { en: 'ending', da: 'med slutdato' },
  opens: { en: 'opens', da: 'åbnes' },
  changesTo: { en: 'changes to', da: 'ændres til' },
  closes: { en: 'closes', da: 'lukkes' },
  storedOnly: { en: 'stored, no derived action', da: 'gemmes, ingen afledte handlinger' },
  none: { en: 'none', da: 'ingen' },
  rule: { en: 'Rule', da: 'Regel' },
  source: { en: 'Source', da: 'Kilde' },
  tableTitle: { en: 'The decision table', da: 'Beslutningstabellen' },
  tableIntroduction: {
    en: 'Exactly one row applies to every decision in every state, so the order of the rows says nothing. An empty cell means any value. “The named group” is the one that the decision names, or means where it names none (I12).',
    da: 'Præcis én række gælder for hver afgørelse i hver tilstand, så rækkernes orden er uden betydning. Et tomt felt betyder en hvilken som helst værdi. ”Den nævnte kontaktgruppe” er den, afgørelsen nævner, eller mener, hvis den ingen nævner (I12).',
  },
  tableProof: {
    en: 'That every combination meets exactly one row is shown by [`test/rules/table.test.ts`](../test/rules/table.test.ts). Every state that two cases can reach in four contact groups is tried by [`test/rules/walk.test.ts`](../test/rules/walk.test.ts). That the tests notice a fault in any row is shown by [`test/rules/mutate.ts`](../test/rules/mutate.ts).',
    da: 'At hver kombination møder præcis én række, vises af [`test/rules/table.test.ts`](../test/rules/table.test.ts). Hver tilstand, som to sager kan nå i fire kontaktgrupper, afprøves af [`test/rules/walk.test.ts`](../test/rules/walk.test.ts). At afprøvningen opdager en fejl i enhver række, vises af [`test/rules/mutate.ts`](../test/rules/mutate.ts).',
  },
  deviationsTitle: { en: 'Deviations', da: 'Afvigelser' },
  deviationsIntroduction: {
    en: 'Each stored decision also carries the deviations that it shows, for KY/KOMBIT to follow up on. A deviation never changes what the table does.',
    da: 'Hver gemt afgørelse bærer også de afvigelser, den viser, så KY/KOMBIT kan følge op. En afvigelse ændrer aldrig, hvad tabellen gør.',
  },
  deviationHead: { en: 'Deviation', da: 'Afvigelse' },
  when: { en: 'When', da: 'Hvornår' },
  readingsTitle: { en: 'Readings', da: 'Læsninger' },
  readingsIntroduction: {
    en: 'What the note leaves open, and what we decided. Each reading is one named place in the code, so that an answer from STAR changes one place.',
    da: 'Det lader noten stå åbent, og sådan har vi besluttet. Hver læsning er ét navngivet sted i koden, så et svar fra STAR ændrer ét sted.',
  },
  place: { en: 'In the code', da: 'I koden' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Short titles of the passages. */
export const passageTitles: Readonly<Record<Passage, Bilingual>> = {
  '§1.1': { en: 'Overlapping benefit cases', da: 'Overlappende ydelsessager' },
  '§1.1a': { en: 'First row of its table', da: 'Tabellens første række' },
  '§1.1b': { en: 'Second row of its table', da: 'Tabellens anden række' },
  '§1.1c': { en: 'Third row of its table', da: 'Tabellens tredje række' },
  '§1.2': { en: 'Closed without a stop', da: 'Afsluttet uden forudgående stop' },
  '§1.3': { en: 'The same KY id on different benefits', da: 'Samme KY-id på forskellige ydelser' },
  '§1.4': { en: 'The same KY id after the case was closed', da: 'Samme KY-id efter ’Ydelsessag afsluttet’' },
  '§1.4a': { en: 'First bullet', da: 'Første punkt' },
  '§1.4b': { en: 'Second bullet', da: 'Andet punkt' },
  '§1.4c': { en: 'Third bullet', da: 'Tredje punkt' },
  '§1.4d': { en: 'Fourth bullet', da: 'Fjerde punkt' },
  '§1.4e': { en: 'Fifth bullet', da: 'Femte punkt' },
  '§2': { en: 'Recovery reports', da: 'Raskmelding' },
};

/** Passages that no row can carry out, and what answers them instead. */
export const remarks: Partial<Readonly<Record<Passage, Bilingual>>> = {
  '§1.4': {
    en: 'The five bullets that follow say what DFDG does. They come out of the same table as everything else: only the choice between the rows `closed-case-ended-again` and `another-case-carries` asks whether the case was closed earlier.',
    da: 'De fem punkter, der følger, siger, hvad DFDG gør. De følger af samme tabel som alt andet: kun valget mellem rækkerne `closed-case-ended-again` og `another-case-carries` spørger, om sagen tidligere er afsluttet.',
  },
  '§2': {
    en: 'This is not about decisions, so no row answers it. Whatever goes wrong while a citizen is reported recovered stays in that call, and neither a sickness absence nor its end touches a contact group.',
    da: 'Dette handler ikke om afgørelser, så ingen række svarer på det. Går noget galt ved en raskmelding, bliver det i det ene kald, og hverken sygemelding eller raskmelding berører en kontaktgruppe.',
  },
};

/** What each kind of decision is called. */
export const kindNames: Readonly<Record<'en' | 'da', (kind: DecisionKind) => string>> = {
  en: (kind) => kind,
  da: (kind) => `’${danishNames[kind]}’`,
};

/** What the days of the examples' end dates are called, by their distance from today. */
export const dayNames: ReadonlyMap<number, Bilingual> = new Map([
  [-1, { en: 'yesterday', da: 'i går' }],
  [0, { en: 'today', da: 'i dag' }],
]);

/** The columns of the decision table: their heads and values. */
export const columnWording: {
  readonly [Name in ColumnName]: {
    readonly head: Bilingual;
    readonly values: Readonly<Record<Columns[Name], Bilingual>>;
  };
} = {
  decision: {
    head: { en: 'Decision', da: 'Afgørelse' },
    values: {
      'current grant': { en: 'GRANTED, current', da: '’Ydelse er givet’, aktuel' },
      'historical grant': { en: 'GRANTED, historical', da: '’Ydelse er givet’, historisk' },
      negative: { en: 'negative', da: 'negativ' },
    },
  },
  openGroups: {
    head: { en: 'Open groups', da: 'Åbne kontaktgrupper' },
    values: {
      none: { en: 'none', da: 'ingen' },
      'others only': { en: 'others only', da: 'kun andre' },
      'the named one': { en: 'the named one', da: 'den nævnte' },
    },
  },
  supersedes: {
    head: { en: 'Supersedes', da: 'Afløser' },
    values: { none: { en: 'none', da: 'ingen' }, some: { en: 'one or more', da: 'en eller flere' } },
  },
  carrier: {
    head: { en: 'Carrier of the named group', da: 'Den nævnte kontaktgruppe bæres af' },
    values: {
      'this case': { en: 'this case', da: 'denne sag' },
      'not this case': { en: 'another case', da: 'en anden sag' },
    },
  },
  closedEarlier: {
    head: {
      en: 'Case closed earlier, and once granted the named group',
      da: 'Sagen tidligere afsluttet, og engang bevilget den nævnte kontaktgruppe',
    },
    values: { yes: { en: 'yes', da: 'ja' }, no: { en: 'no', da: 'nej' } },
  },
};

/** What each effect does. */
export const effectWording: Readonly<Record<Effect, Bilingual>> = {
  store: { en: 'stored, no derived action', da: 'gemmes, ingen afledte handlinger' },
  open: { en: 'the named group opens', da: 'den nævnte kontaktgruppe åbnes' },
  renew: { en: 'stored; this case becomes the carrier', da: 'gemmes; denne sag bærer fra nu af' },
  supersede: {
    en: 'the superseded groups change to the named one',
    da: 'de afløste kontaktgrupper ændres til den nævnte',
  },
  close: { en: 'the named group closes', da: 'den nævnte kontaktgruppe lukkes' },
};
