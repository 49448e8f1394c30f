import { deviationIds } from '../../src/rules/deviations.ts';
import { examples } from '../../src/rules/examples.ts';
import { check } from './cases.ts';
import { checkDeviation, deviationCases } from './deviations.cases.ts';
import { checkExample } from './examples.checks.ts';
import { historyChecks } from './histories.checks.ts';
import { boundaryCases, readingCases } from './readings.cases.ts';
import { tableChecks } from './table.checks.ts';
import { walkChecks } from './walk.checks.ts';

/** Runs what the tests of the rules run, outside the test runner, up to the first failure. The quick ones come first. */
export function runChecks(): void {
  for (const tableCheck of Object.values(tableChecks)) tableCheck();
  examples.forEach(checkExample);
  for (const readingCase of [...Object.values(readingCases).flat(), ...boundaryCases]) check(readingCase);
  for (const id of deviationIds) {
    for (const history of deviationCases[id].shown) checkDeviation(id, history, true);
    for (const history of deviationCases[id].notShown) checkDeviation(id, history, false);
  }
  for (const walkCheck of Object.values(walkChecks)) walkCheck();
  for (const historyCheck of Object.values(historyChecks)) historyCheck();
}
