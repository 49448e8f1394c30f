import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readings, type Reading } from '../../src/rules/readings.ts';
import { check } from './cases.ts';
import { play, playToEnd, received } from './play.ts';
import { boundaryCases, readingCases } from './readings.cases.ts';

describe.each(Object.entries(readingCases))('%s', (_id, cases) => {
  test.each(cases)('$received comes to $rule', check);
});

describe('§1.4a, §1.4b: the days around today', () => {
  test.each(boundaryCases)('$received comes to $rule', check);
});

test('I10: the changes are all that comes of the decisions for which the note forbids a message', () => {
  const overlapping = ['A GRANTED 2', 'B GRANTED 11'];
  const outcomeOf = (line: string) => playToEnd([...overlapping, line].map(received)).outcome;
  expect(outcomeOf('A STOPPED 2')).toEqual({
    rule: 'other-group-open',
    contactGroup: 2,
    changes: [],
    carries: null,
    deviations: [],
  });
  expect(outcomeOf('B STOPPED 11')).toEqual({
    rule: 'carrier-ended',
    contactGroup: 11,
    changes: [{ kind: 'CLOSED', from: 11, endDate: '2022-06-01' }],
    carries: null,
    deviations: [],
  });
});

test('I13: the same KY id on another citizen is another case', () => {
  const history = ['A GRANTED 2', 'A CLOSED 2', 'A GRANTED 11'].map(received);
  expect(play(history).outcomes.at(-1)?.deviations).toEqual([
    'KY_ID_ON_OTHER_BENEFIT',
    'DECISION_AFTER_CLOSED',
  ]);
  expect(play(history.slice(-1)).outcomes.at(-1)?.deviations).toEqual([]);
});

test.each(Object.entries<Reading>(readings))('%s stands where it says', (id, { place }) => {
  const source = readFileSync(new URL(`../../src/rules/${place.file}`, import.meta.url), 'utf8');
  const at = source.search(new RegExp(`(?:function |interface |type |id: ')${place.name}\\b`));
  expect(at).toBeGreaterThan(0);
  expect(source.slice(Math.max(0, at - 400), at + 400)).toMatch(new RegExp(`\\b${id}\\b`));
});
