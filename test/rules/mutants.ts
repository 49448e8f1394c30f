import { readFileSync } from 'node:fs';
import { columns, type ColumnName } from '../../src/rules/columns.ts';
import { deviationIds } from '../../src/rules/deviations.ts';
import { effects, type Effect } from '../../src/rules/effects.ts';
import type { ReadingId } from '../../src/rules/readings.ts';
import { table, type Row } from '../../src/rules/table.ts';

/** A fault put into one file of `src/rules`. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly source: string;
}

/** Each row dropped, given every other effect, and each of its conditions left out or given every other value. */
export function tableMutants(): readonly Mutant[] {
  return table.flatMap((row) => {
    const others = table.filter((other) => other !== row);
    const withRows = (fault: string, rows: readonly object[]): Mutant => ({
      name: `${row.id}: ${fault}`,
      file: 'table.ts',
      source: `export const table = ${JSON.stringify(rows)};`,
    });
    return [
      withRows('dropped', others),
      ...(Object.keys(effects) as Effect[])
        .filter((effect) => effect !== row.effect)
        .map((effect) => withRows(`does ${effect}`, [...others, { ...row, effect }])),
      ...(Object.keys(row.when) as ColumnName[]).flatMap((name) =>
        [undefined, ...columns[name]]
          .filter((value) => value !== row.when[name])
          .map((value) =>
            withRows(`${name} is ${value ?? 'left out'}`, [...others, withCondition(row, name, value)]),
          ),
      ),
    ];
  });
}

function withCondition(row: Row, name: ColumnName, value: string | undefined): object {
  return { ...row, when: { ...row.when, [name]: value } };
}

/** Each deviation negated. */
export function deviationMutants(): readonly Mutant[] {
  return deviationIds.map((id) => ({
    name: `${id}: negated`,
    file: 'deviations.ts',
    source: `${edited('deviations.ts', 'export const deviations:', 'const originals:')}
      export const deviations = {
        ...originals,
        ${id}: { ...originals.${id}, holds: (facts: Facts) => !originals.${id}.holds(facts) },
      };`,
  }));
}

/** The named place of each reading, with a fault in it. I3 and I5 are rows; I7 and I10 are the lack of something. */
const readingFaults: readonly (readonly [ReadingId, file: string, code: string, fault: string])[] = [
  ['I1', 'facts.ts', 'isConcurrent(group.contactGroup) ||', ''],
  ['I1', 'facts.ts', '|| (grant.contactGroup !== null && isConcurrent(grant.contactGroup))', ''],
  ['I2', 'facts.ts', 'return group.carrier === grant.kyId', 'return false'],
  ['I2', 'facts.ts', '(changesBenefit(group, grant) || !coexist(group, grant))', '!coexist(group, grant)'],
  ['I4', 'columns.ts', 'benefitCase.closed &&', ''],
  ['I4', 'columns.ts', '&& benefitCase.grantedGroups.includes(contactGroup)', ''],
  ['I4', 'columns.ts', 'grantedGroups.includes(contactGroup)', 'grantedGroups.at(-1) === contactGroup'],
  ['I6', 'facts.ts', 'grant.endDate < today', '(grant.endDate < today || grant.startDate > today)'],
  ['I6', 'facts.ts', 'grant.endDate < today', 'grant.endDate <= today'],
  ['I6', 'facts.ts', 'grant.endDate !== null && grant.endDate < today', 'grant.startDate > today'],
  ['I8', 'evolve.ts', 'if (carries === null) return before;', 'carries ??= decision.contactGroup;'],
  ['I8', 'evolve.ts', 'stoppedSinceGrant: false, grantedGroups', 'grantedGroups'],
  ['I9', 'dates.ts', 'notBeforeStart(group, dayBefore(grant.startDate))', 'dayBefore(grant.startDate)'],
  ['I9', 'dates.ts', 'dayBefore(grant.startDate)', 'grant.startDate'],
  ['I9', 'dates.ts', 'negative.endDate ?? negative.startDate', 'negative.startDate'],
  ['I9', 'dates.ts', 'notBeforeStart(group, negative.endDate', '(negative.endDate'],
  ['I11', 'effects.ts', 'ended.at(-1)', 'ended.at(0)'],
  ['I11', 'effects.ts', '...ended.slice(0, -1)', '...ended.slice(0, 0)'],
  ['I11', 'effects.ts', 'namedGroup ? null :', ''],
  ['I12', 'facts.ts', '?? benefitCase.grantedGroups.at(-1)', ''],
  ['I12', 'facts.ts', 'benefitCase.grantedGroups.at(-1)', 'benefitCase.grantedGroups.at(0)'],
  ['I13', 'state.ts', 'state.cases.get(kyId)', '[...state.cases.values()].at(-1)'],
  ['I13', 'state.ts', 'state.cases.get(kyId) ??', ''],
];

/** Each reading's named place with a fault in it. */
export function readingMutants(): readonly Mutant[] {
  return readingFaults.map(([id, file, code, fault]) => ({
    name: `${id}: ${code} becomes ${fault || 'nothing'}`,
    file,
    source: edited(file, code, fault),
  }));
}

function edited(file: string, code: string, fault: string): string {
  const source = readFileSync(new URL(`../../src/rules/${file}`, import.meta.url), 'utf8');
  const [before, after, ...more] = source.split(code);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`${file} does not hold this exactly once: ${code}`);
  return before + fault + after;
}
