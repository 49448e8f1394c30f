import type { ReadingId } from '../../src/rules/readings.ts';
import type { Case } from './cases.ts';

/** What each reading comes to. I10 and I13 ask for more than one decision on one citizen, and stand in readings.test.ts. */
export const readingCases: Readonly<Record<Exclude<ReadingId, 'I10' | 'I13'>, readonly Case[]>> = {
  I1: [
    { received: ['A GRANTED 10', 'B GRANTED 2'], rule: 'concurrent-grant', open: ['10 A', '2 B'] },
    { received: ['A GRANTED 2', 'B GRANTED 10'], rule: 'concurrent-grant', open: ['2 A', '10 B'] },
    { received: ['A GRANTED 7', 'B GRANTED 13'], rule: 'concurrent-grant', open: ['7 A', '13 B'] },
    { received: ['A GRANTED 2', 'B GRANTED 12'], rule: 'superseding-grant', open: ['12 B'] },
    {
      received: ['A GRANTED 10', 'B GRANTED 2', 'C GRANTED 11'],
      rule: 'superseding-grant',
      open: ['10 A', '11 C'],
    },
  ],
  I2: [
    { received: ['A GRANTED 10', 'A GRANTED 13'], rule: 'superseding-grant', open: ['13 A'] },
    { received: ['A GRANTED 10', 'A GRANTED 2'], rule: 'superseding-grant', open: ['2 A'] },
    { received: ['A GRANTED 2', 'A GRANTED 7'], rule: 'superseding-grant', open: ['7 A'] },
    {
      received: ['A GRANTED 10', 'B GRANTED 13', 'A GRANTED 7'],
      rule: 'superseding-grant',
      open: ['13 B', '7 A'],
    },
    {
      received: ['A GRANTED 10', 'B GRANTED 10', 'A GRANTED 13'],
      rule: 'concurrent-grant',
      open: ['10 B', '13 A'],
    },
  ],
  I3: [
    { received: ['A GRANTED 2', 'B GRANTED 2'], rule: 'renewed-grant', changes: [], open: ['2 B'] },
    { received: ['A GRANTED 2', 'A GRANTED 2'], rule: 'renewed-grant', changes: [], open: ['2 A'] },
    { received: ['A GRANTED 2', 'B GRANTED 2', 'B STOPPED 2'], rule: 'carrier-ended', open: [] },
  ],
  I4: [
    {
      received: ['A GRANTED 2', 'A CLOSED 2', 'B GRANTED 2', 'A REJECTED 2'],
      rule: 'closed-case-ended-again',
      open: [],
    },
    {
      received: ['A CLOSED 2', 'A GRANTED 2', 'B GRANTED 2', 'A STOPPED 2'],
      rule: 'closed-case-ended-again',
      open: [],
    },
    {
      received: ['A GRANTED 11', 'A CLOSED 11', 'B GRANTED 2', 'A STOPPED 2'],
      rule: 'another-case-carries',
      open: ['2 B'],
    },
    {
      received: ['A GRANTED 2', 'A GRANTED 11', 'A CLOSED 11', 'B GRANTED 2', 'A STOPPED 2'],
      rule: 'closed-case-ended-again',
      open: [],
    },
  ],
  I5: [
    {
      received: ['A GRANTED 2', 'B GRANTED 2', 'A STOPPED 2'],
      rule: 'another-case-carries',
      changes: [],
      open: ['2 B'],
    },
    {
      received: ['A GRANTED 2', 'B GRANTED 2', 'A CLOSED 2'],
      rule: 'another-case-carries',
      changes: [],
      open: ['2 B'],
    },
    { received: ['A GRANTED 2', 'B STOPPED 2'], rule: 'another-case-carries', changes: [], open: ['2 A'] },
  ],
  I6: [
    { received: ['A GRANTED 2 2022-07-15'], rule: 'first-grant', changes: ['OPENED 2 2022-07-15'] },
    {
      received: ['A GRANTED 2 2022-07-15 2022-08-15'],
      rule: 'first-grant',
      changes: ['OPENED 2 2022-07-15'],
    },
  ],
  I7: [
    {
      received: ['A GRANTED 2 2022-06-01 2022-06-28', 'B GRANTED 2 2022-08-01 @2022-08-01'],
      rule: 'renewed-grant',
      changes: [],
    },
    {
      received: ['A GRANTED 2 2022-06-01 2022-06-28', 'A STOPPED 2 2022-08-01 @2022-08-01'],
      rule: 'carrier-ended',
      changes: ['CLOSED 2 2022-08-01'],
    },
  ],
  I8: [
    {
      received: ['A GRANTED 2 2022-06-01 2022-06-27', 'A STOPPED 2'],
      rule: 'nothing-open',
      deviations: ['NEGATIVE_WITHOUT_GRANT'],
    },
    {
      received: ['A GRANTED 2', 'B GRANTED 2 2022-06-01 2022-06-27', 'A STOPPED 2'],
      rule: 'carrier-ended',
      open: [],
    },
    {
      received: ['A GRANTED 2', 'B GRANTED 11 2022-06-01 2022-06-27'],
      rule: 'historical-grant',
      changes: [],
      deviations: [],
      open: ['2 A'],
    },
    {
      received: ['A CLOSED 2', 'A GRANTED 2 2022-06-01 2022-06-27', 'B GRANTED 2', 'A STOPPED 2'],
      rule: 'another-case-carries',
      open: ['2 B'],
    },
    {
      received: ['A GRANTED 2', 'A GRANTED 11 2022-06-01 2022-06-27', 'A GRANTED 2'],
      rule: 'renewed-grant',
      deviations: [],
    },
    {
      received: ['A GRANTED 2', 'A STOPPED 2', 'A GRANTED 2 2022-06-01 2022-06-27', 'A CLOSED 2'],
      rule: 'nothing-open',
      deviations: [],
    },
  ],
  I9: [
    {
      received: ['A GRANTED 2 2022-05-01', 'B GRANTED 11 2022-06-01'],
      rule: 'superseding-grant',
      changes: ['CHANGED 2 2022-05-31 to 11 2022-06-01'],
    },
    {
      received: ['A GRANTED 2 2023-05-01', 'B GRANTED 11 2024-03-01'],
      rule: 'superseding-grant',
      changes: ['CHANGED 2 2024-02-29 to 11 2024-03-01'],
    },
    {
      received: ['A GRANTED 2 2021-05-01', 'B GRANTED 11 2022-01-01'],
      rule: 'superseding-grant',
      changes: ['CHANGED 2 2021-12-31 to 11 2022-01-01'],
    },
    {
      received: ['A GRANTED 2 2022-05-01', 'B GRANTED 11 2022-05-01'],
      rule: 'superseding-grant',
      changes: ['CHANGED 2 2022-05-01 to 11 2022-05-01'],
    },
    {
      received: ['A GRANTED 2 2022-05-01', 'B GRANTED 11 2022-04-01'],
      rule: 'superseding-grant',
      changes: ['CHANGED 2 2022-05-01 to 11 2022-04-01'],
    },
    {
      received: ['A GRANTED 2 2022-05-01', 'A STOPPED 2 2022-06-10'],
      rule: 'carrier-ended',
      changes: ['CLOSED 2 2022-06-10'],
    },
    {
      received: ['A GRANTED 2 2022-05-01', 'A STOPPED 2 2022-06-10 2022-06-15'],
      rule: 'carrier-ended',
      changes: ['CLOSED 2 2022-06-15'],
    },
    {
      received: ['A GRANTED 2 2022-05-01', 'A STOPPED 2 2022-04-01 2022-04-15'],
      rule: 'carrier-ended',
      changes: ['CLOSED 2 2022-05-01'],
    },
    {
      received: ['A GRANTED 2 2022-05-01', 'A REJECTED 2 2022-04-01'],
      rule: 'carrier-ended',
      changes: ['CLOSED 2 2022-05-01'],
    },
    {
      // A renewed grant does not move the start of the group.
      received: ['A GRANTED 2 2022-05-01', 'B GRANTED 2 2022-06-01', 'B STOPPED 2 2022-05-15'],
      rule: 'carrier-ended',
      changes: ['CLOSED 2 2022-05-15'],
    },
  ],
  I11: [
    {
      received: ['A GRANTED 10', 'B GRANTED 2', 'A GRANTED 11 2022-06-10'],
      rule: 'superseding-grant',
      changes: ['CLOSED 10 2022-06-09', 'CHANGED 2 2022-06-09 to 11 2022-06-10'],
      open: ['11 A'],
    },
    {
      received: ['B GRANTED 2', 'A GRANTED 10', 'A GRANTED 11 2022-06-10'],
      rule: 'superseding-grant',
      changes: ['CLOSED 2 2022-06-09', 'CHANGED 10 2022-06-09 to 11 2022-06-10'],
      open: ['11 A'],
    },
    {
      // The order is that of opening, not of start dates, nor of the latest grant.
      received: [
        'B GRANTED 2 2022-06-05',
        'A GRANTED 10 2022-05-01',
        'B GRANTED 2',
        'A GRANTED 11 2022-06-10',
      ],
      rule: 'superseding-grant',
      changes: ['CLOSED 2 2022-06-09', 'CHANGED 10 2022-06-09 to 11 2022-06-10'],
    },
    {
      received: ['A GRANTED 10', 'B GRANTED 13', 'A GRANTED 13 2022-06-10'],
      rule: 'superseding-grant',
      changes: ['CHANGED 10 2022-06-09 to 13 (open)'],
      open: ['13 A'],
    },
  ],
  I12: [
    {
      received: ['A GRANTED 2', 'A STOPPED - 2022-06-20'],
      rule: 'carrier-ended',
      changes: ['CLOSED 2 2022-06-20'],
      deviations: [],
    },
    {
      received: ['A GRANTED 2', 'A GRANTED 11', 'A STOPPED - 2022-06-20'],
      rule: 'carrier-ended',
      changes: ['CLOSED 11 2022-06-20'],
    },
    {
      received: ['A GRANTED 2', 'A GRANTED 11', 'A GRANTED 2', 'A STOPPED - 2022-06-20'],
      rule: 'carrier-ended',
      changes: ['CLOSED 2 2022-06-20'],
    },
    {
      received: ['A GRANTED 2', 'B REJECTED -'],
      rule: 'other-group-open',
      changes: [],
      deviations: [],
      open: ['2 A'],
    },
    {
      received: ['A GRANTED 2', 'B STOPPED -'],
      rule: 'other-group-open',
      changes: [],
      deviations: ['NEGATIVE_WITHOUT_GRANT'],
    },
    { received: ['A REJECTED -'], rule: 'nothing-open', changes: [] },
  ],
};

/** §1.4a, §1.4b: the days around today. */
export const boundaryCases: readonly Case[] = [
  { received: ['A GRANTED 2 2022-06-01 2022-06-27'], rule: 'historical-grant', changes: [] },
  { received: ['A GRANTED 2 2022-06-01 2022-06-28'], rule: 'first-grant' },
  { received: ['A GRANTED 2 2022-06-01 2022-06-29'], rule: 'first-grant' },
  { received: ['A GRANTED 2 2022-06-01'], rule: 'first-grant' },
  // The day of each receipt counts, and the past of a negative decision does not.
  { received: ['A GRANTED 2 2022-06-01 2022-06-28 @2022-06-29'], rule: 'historical-grant', changes: [] },
  { received: ['A GRANTED 2 2022-06-01', 'A STOPPED 2 2022-06-10 2022-06-20'], rule: 'carrier-ended' },
];
