import type { DeviationId } from '../../src/rules/deviations.ts';
import { received, playToEnd } from './play.ts';
import assert from 'node:assert/strict';

/** Histories whose last decision shows the deviation, and their neighbours whose last decision does not. */
export const deviationCases: Readonly<
  Record<DeviationId, { readonly shown: readonly string[][]; readonly notShown: readonly string[][] }>
> = {
  OVERLAPPING_GRANT: {
    shown: [
      ['A GRANTED 2', 'B GRANTED 11'],
      ['A GRANTED 10', 'B GRANTED 2', 'A GRANTED 11'],
    ],
    notShown: [
      ['A GRANTED 2', 'A GRANTED 11'],
      ['A GRANTED 2', 'B GRANTED 2'],
      ['A GRANTED 2', 'B GRANTED 10'],
      ['A GRANTED 2', 'A STOPPED 2', 'B GRANTED 11'],
      ['A GRANTED 2', 'B GRANTED 11 2022-06-01 2022-06-27'],
    ],
  },
  CLOSED_WITHOUT_STOP: {
    shown: [
      ['A GRANTED 2', 'A CLOSED 2'],
      ['A CLOSED 2'],
      ['A CLOSED 2', 'A CLOSED 2'],
      ['A GRANTED 2', 'A STOPPED 2', 'A GRANTED 2', 'A CLOSED 2'],
      ['A GRANTED 2', 'B STOPPED 2', 'A CLOSED 2'],
    ],
    notShown: [
      ['A GRANTED 2', 'A STOPPED 2', 'A CLOSED 2'],
      ['A GRANTED 2', 'A REJECTED 2', 'A CLOSED 2'],
      ['A STOPPED 2', 'A CLOSED 2'],
      ['A GRANTED 2', 'A STOPPED 2', 'A CLOSED 2', 'A CLOSED 2'],
      ['A GRANTED 2', 'A STOPPED 2'],
    ],
  },
  KY_ID_ON_OTHER_BENEFIT: {
    shown: [
      ['A GRANTED 2', 'A GRANTED 11'],
      ['A GRANTED 2', 'A STOPPED 2', 'A GRANTED 11'],
      ['A GRANTED 2', 'A GRANTED 11', 'A GRANTED 2'],
    ],
    notShown: [
      ['A GRANTED 2'],
      ['A GRANTED 2', 'A GRANTED 2'],
      ['A GRANTED 2', 'A GRANTED 11', 'A GRANTED 11'],
      ['A GRANTED 2', 'B GRANTED 11'],
      ['A GRANTED 2', 'A STOPPED 11'],
      ['A GRANTED 2', 'A GRANTED 11 2022-06-01 2022-06-27'],
    ],
  },
  DECISION_AFTER_CLOSED: {
    shown: [
      ['A CLOSED 2', 'A CLOSED 2'],
      ['A CLOSED 2', 'A GRANTED 2', 'A STOPPED 2'],
      ['A CLOSED 2', 'A GRANTED 2 2022-06-01 2022-06-27'],
      ['A CLOSED 2', 'A REJECTED 11'],
    ],
    notShown: [['A CLOSED 2'], ['A CLOSED 2', 'B GRANTED 2'], ['A STOPPED 2', 'A GRANTED 2']],
  },
  NEGATIVE_WITHOUT_GRANT: {
    shown: [
      ['A STOPPED 2'],
      ['A STOPPED -'],
      ['A GRANTED 2', 'A STOPPED 11'],
      ['A GRANTED 2', 'B STOPPED 2'],
      ['A GRANTED 2', 'B STOPPED -'],
    ],
    notShown: [
      ['A GRANTED 2', 'A STOPPED 2'],
      ['A GRANTED 2', 'A GRANTED 11', 'A STOPPED 2'],
      ['A GRANTED 2', 'A STOPPED -'],
      ['A REJECTED 2'],
      ['A CLOSED 2'],
    ],
  },
};

/** Asserts that the last decision shows the deviation, or does not. */
export function checkDeviation(id: DeviationId, history: readonly string[], expected: boolean): void {
  const { outcome } = playToEnd(history.map(received));
  assert.equal(outcome.deviations.includes(id), expected, `${id} on ${history.join(' · ')}`);
}
