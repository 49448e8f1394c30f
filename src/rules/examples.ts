import { addDays } from './dates.ts';
import {
  danishNames,
  type CivilDate,
  type ContactGroupCode,
  type Decision,
  type DecisionKind,
} from './decision.ts';
import type { Example, ExampleDecision } from './example.ts';

/** The decisions of an example as KY would send them today. */
export function decisionsOf(example: Example, today: CivilDate): readonly Decision[] {
  return example.decisions.map(({ startDay, endDay, ...decision }) => ({
    ...decision,
    startDate: addDays(today, startDay),
    endDate: endDay === null ? null : addDays(today, endDay),
  }));
}

type Received = readonly ExampleDecision[];

function granted(
  kyId: string,
  contactGroup: ContactGroupCode,
  startDay: number,
  endDay: number | null = null,
) {
  return { kyId, kind: 'GRANTED', contactGroup, startDay, endDay } as const;
}

function ended(kind: DecisionKind, kyId: string, contactGroup: ContactGroupCode, startDay: number) {
  return { kyId, kind, contactGroup, startDay, endDay: null };
}

const overlapping: Received = [granted('A', 2, -120), granted('B', 11, -30)];
const closed: Received = [granted('A', 2, -120), ended('CLOSED', 'A', 2, -60)];
const closedThenOther: Received = [...closed, granted('B', 11, -30)];

/** §1.4c, §1.4d and §1.4e hold for each kind of negative decision alike. */
function forEachNegative(
  id: string,
  example: (kind: DecisionKind, name: string) => Omit<Example, 'id' | 'deviations'>,
) {
  return (['STOPPED', 'REJECTED', 'CLOSED'] as const).map((kind): Example => ({
    id: kind === 'STOPPED' ? id : `${id}-${kind.toLowerCase()}`,
    deviations:
      kind === 'CLOSED' ? ['CLOSED_WITHOUT_STOP', 'DECISION_AFTER_CLOSED'] : ['DECISION_AFTER_CLOSED'],
    ...example(kind, danishNames[kind]),
  }));
}

/** The note's own examples, its five bullets played out, and what our readings of it come to. */
export const examples: readonly Example[] = [
  {
    id: 'E1',
    title: { en: 'A second benefit overlaps the first', da: 'En ny ydelse overlapper den første' },
    source: ['§1.1a'],
    decisions: overlapping,
    rule: 'superseding-grant',
    changes: [{ kind: 'CHANGED', from: 2, to: 11 }],
    deviations: ['OVERLAPPING_GRANT'],
    openAfter: [11],
  },
  {
    id: 'E2',
    title: { en: 'The overlapped benefit is stopped', da: 'Den overlappede ydelse stoppes' },
    source: ['§1.1b'],
    decisions: [...overlapping, ended('STOPPED', 'A', 2, -29)],
    rule: 'other-group-open',
    changes: [],
    deviations: [],
    openAfter: [11],
  },
  {
    id: 'E3',
    title: { en: 'The overlapping benefit is stopped', da: 'Den overlappende ydelse stoppes' },
    source: ['§1.1c'],
    decisions: [...overlapping, ended('STOPPED', 'B', 11, -1)],
    rule: 'carrier-ended',
    changes: [{ kind: 'CLOSED', from: 11 }],
    deviations: [],
    openAfter: [],
  },
  {
    id: 'E4',
    title: { en: 'The case is closed without a stop before it', da: 'Sagen afsluttes uden forudgående stop' },
    source: ['§1.2'],
    decisions: [granted('A', 13, -120), ended('CLOSED', 'A', 13, -1)],
    rule: 'carrier-ended',
    changes: [{ kind: 'CLOSED', from: 13 }],
    deviations: ['CLOSED_WITHOUT_STOP'],
    openAfter: [],
  },
  {
    id: 'E5',
    title: { en: 'The same KY id comes on another benefit', da: 'Samme KY-id kommer på en anden ydelse' },
    source: ['§1.3'],
    decisions: [granted('A', 29, -120), granted('A', 27, -30)],
    rule: 'superseding-grant',
    changes: [{ kind: 'CHANGED', from: 29, to: 27 }],
    deviations: ['KY_ID_ON_OTHER_BENEFIT'],
    openAfter: [27],
  },
  {
    id: 'E6',
    title: {
      en: 'A historical grant after the case was closed',
      da: 'En historisk ’Ydelse er givet’, efter at sagen er afsluttet',
    },
    source: ['§1.4a'],
    decisions: [
      granted('A', 2, -120),
      ended('STOPPED', 'A', 2, -60),
      ended('CLOSED', 'A', 2, -60),
      granted('A', 2, -50, -1),
    ],
    rule: 'historical-grant',
    changes: [],
    deviations: ['DECISION_AFTER_CLOSED'],
    openAfter: [],
  },
  {
    id: 'E7',
    title: {
      en: 'A grant without an end date after the case was closed',
      da: '’Ydelse er givet’ uden slutdato, efter at sagen er afsluttet',
    },
    source: ['§1.4b'],
    decisions: [...closed, granted('A', 2, -30)],
    rule: 'first-grant',
    changes: [{ kind: 'OPENED', to: 2 }],
    deviations: ['DECISION_AFTER_CLOSED'],
    openAfter: [2],
  },
  {
    id: 'E7-today',
    title: {
      en: 'A grant ending today after the case was closed',
      da: '’Ydelse er givet’ med slutdato i dag, efter at sagen er afsluttet',
    },
    source: ['§1.4b'],
    decisions: [...closed, granted('A', 2, -30, 0)],
    rule: 'first-grant',
    changes: [{ kind: 'OPENED', to: 2 }],
    deviations: ['DECISION_AFTER_CLOSED'],
    openAfter: [2],
  },
  {
    id: 'E8',
    title: {
      en: 'The closed case is granted again while another group is open',
      da: 'Den afsluttede sag bevilges igen, mens en anden kontaktgruppe er åben',
    },
    source: ['§1.4b'],
    decisions: [...closedThenOther, granted('A', 2, -10)],
    rule: 'superseding-grant',
    changes: [{ kind: 'CHANGED', from: 11, to: 2 }],
    deviations: ['OVERLAPPING_GRANT', 'DECISION_AFTER_CLOSED'],
    openAfter: [2],
  },
  ...forEachNegative('E9', (kind, name) => ({
    title: {
      en: `${kind} on a closed case that was granted again`,
      da: `’${name}’ på en afsluttet sag, der er bevilget igen`,
    },
    source: ['§1.4c'],
    decisions: [...closed, granted('A', 2, -30), ended(kind, 'A', 2, -1)],
    rule: 'carrier-ended',
    changes: [{ kind: 'CLOSED', from: 2 }],
    openAfter: [],
  })),
  ...forEachNegative('E10', (kind, name) => ({
    title: {
      en: `${kind} on a closed case while another group is open`,
      da: `’${name}’ på en afsluttet sag, mens en anden kontaktgruppe er åben`,
    },
    source: ['§1.4d'],
    decisions: [...closedThenOther, ended(kind, 'A', 2, -1)],
    rule: 'other-group-open',
    changes: [],
    openAfter: [11],
  })),
  ...forEachNegative('E11', (kind, name) => ({
    title: {
      en: `${kind} on a closed case while no group is open`,
      da: `’${name}’ på en afsluttet sag, mens ingen kontaktgruppe er åben`,
    },
    source: ['§1.4e'],
    decisions: [...closed, ended(kind, 'A', 2, -1)],
    rule: 'nothing-open',
    changes: [],
    openAfter: [],
  })),
  {
    id: 'E12',
    title: { en: 'Two lawful benefits at once', da: 'To lovlige samtidige ydelser' },
    source: ['§1.1'],
    decisions: [granted('A', 10, -120), granted('B', 13, -30)],
    rule: 'concurrent-grant',
    changes: [{ kind: 'OPENED', to: 13 }],
    deviations: [],
    openAfter: [10, 13],
  },
  {
    id: 'E13',
    title: {
      en: 'A closed case is stopped while another case carries the group',
      da: 'En afsluttet sag stoppes, mens en anden sag bærer kontaktgruppen',
    },
    source: ['§1.4c', 'I4'],
    decisions: [...closed, granted('B', 2, -30), ended('STOPPED', 'A', 2, -1)],
    rule: 'closed-case-ended-again',
    changes: [{ kind: 'CLOSED', from: 2 }],
    deviations: ['DECISION_AFTER_CLOSED'],
    openAfter: [],
  },
  {
    id: 'E14',
    title: {
      en: 'A case that was never closed is stopped while another case carries the group',
      da: 'En sag, der aldrig er afsluttet, stoppes, mens en anden sag bærer kontaktgruppen',
    },
    source: ['I5'],
    decisions: [granted('A', 2, -120), granted('B', 2, -30), ended('STOPPED', 'A', 2, -29)],
    rule: 'another-case-carries',
    changes: [],
    deviations: [],
    openAfter: [2],
  },
];
