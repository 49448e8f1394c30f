import type { Bilingual } from '../rules/bilingual.ts';
import type { ColumnName } from '../rules/columns.ts';
import { deviationIds, deviations } from '../rules/deviations.ts';
import { table, type Row } from '../rules/table.ts';
import { code, tableOf } from './markdown.ts';
import { columnWording, effectWording, wording } from './wording.ts';

/** The whole decision table. A condition left out is an empty cell. */
export function decisionTable(language: keyof Bilingual): string {
  const names = Object.keys(columnWording) as ColumnName[];
  const valueOf = (row: Row, name: ColumnName) => {
    const values: Readonly<Record<string, Bilingual>> = columnWording[name].values;
    return values[row.when[name] ?? '']?.[language] ?? '';
  };
  return tableOf(
    [
      wording.rule[language],
      ...names.map((name) => columnWording[name].head[language]),
      wording.treatment[language],
      wording.source[language],
    ],
    table.map((row) => [
      code(row.id),
      ...names.map((name) => valueOf(row, name)),
      effectWording[row.effect][language],
      row.cites.join(', '),
    ]),
  );
}

/** The deviations and where the note speaks of them. */
export function deviationTable(language: keyof Bilingual): string {
  return tableOf(
    [wording.deviationHead[language], wording.when[language], wording.source[language]],
    deviationIds.map((id) => [code(id), deviations[id].explanation[language], deviations[id].source ?? '–']),
  );
}
