import { describe, test } from 'vitest';
import { deviationIds } from '../../src/rules/deviations.ts';
import { checkDeviation, deviationCases } from './deviations.cases.ts';

describe.each(deviationIds)('%s', (id) => {
  const { shown, notShown } = deviationCases[id];
  test.each(shown.map((history) => [history]))('is shown by %j', (history) => {
    checkDeviation(id, history, true);
  });
  test.each(notShown.map((history) => [history]))('is not shown by %j', (history) => {
    checkDeviation(id, history, false);
  });
});
