import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readings, type Reading } from '../../src/rules/readings.ts';
import { check } from './cases.ts';
import { play, received } from './play.ts';
import { boundaryCases, readingCases } from './readings.cases.ts';

describe.each(Object.entries(readingCases))('%s', (_id, cases) => {
  test.each(cases)('$received comes to $rule', check);
});

describe('§1.4a, §1.4b: the days around today', () => {
  test.each(boundaryCases)('$received comes to $rule', check);
});

test('I10: no decision sends a message on a double case: see walk.test.ts', () => {
  expect(readings.I10.place).toEqual({ file: 'outcome.ts', name: 'ContactGroupChange' });
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
