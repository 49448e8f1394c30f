import { expect, test } from 'vitest';
import { theWalk, walkChecks } from './walk.checks.ts';

test('two KY ids and four groups lead to 66,832 states', () => {
  expect(theWalk().stateCount).toBe(66_832);
});

test.each(Object.entries(walkChecks))('%s', (_name, check) => {
  check();
});
