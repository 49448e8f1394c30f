import { expect, test } from 'vitest';
import { readings, type ReadingId } from '../../src/rules/readings.ts';
import { table, type Citation } from '../../src/rules/table.ts';
import { tableChecks } from './table.checks.ts';

test.each(Object.entries(tableChecks))('%s', (_name, check) => {
  check();
});

test('the ten rows keep their names', () => {
  expect(table.map(({ id }) => id)).toEqual([
    'historical-grant',
    'first-grant',
    'renewed-grant',
    'superseding-grant',
    'concurrent-grant',
    'nothing-open',
    'other-group-open',
    'carrier-ended',
    'closed-case-ended-again',
    'another-case-carries',
  ]);
});

test('a citation of a passage or reading that does not exist does not compile', () => {
  // @ts-expect-error: the note has no such passage.
  const passage: Citation = '§1.4f';
  // @ts-expect-error: there is no such reading.
  const reading: Citation = 'I14';
  expect(Object.keys(readings)).toHaveLength(13);
  expect([passage, reading]).not.toContain('I1' satisfies ReadingId);
});
