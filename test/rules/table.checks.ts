import assert from 'node:assert/strict';
import { columns, type ColumnName, type Columns } from '../../src/rules/columns.ts';
import { applies } from '../../src/rules/decide.ts';
import { examples } from '../../src/rules/examples.ts';
import { passages, type Passage } from '../../src/rules/note.ts';
import { table } from '../../src/rules/table.ts';

/** Every combination of the columns' values, those that cannot occur too. */
export const combinations = (Object.keys(columns) as ColumnName[]).reduce<Partial<Columns>[]>(
  (begun, name) => begun.flatMap((some) => columns[name].map((value) => ({ ...some, [name]: value }))),
  [{}],
) as Columns[];

/** The checks of the table by itself. */
export const tableChecks = {
  'every combination of the columns meets exactly one row': () => {
    for (const combination of combinations) {
      const rows = table.filter((row) => applies(row, combination));
      assert.equal(rows.length, 1, `${rows.map((row) => row.id).join()} on ${JSON.stringify(combination)}`);
    }
  },
  'no row is dead': () => {
    for (const row of table)
      assert(
        combinations.some((combination) => applies(row, combination)),
        row.id,
      );
  },
  'every treatment in the note is carried out by a row and shown by an example': () => {
    const treatments = (Object.keys(passages) as Passage[]).filter(
      (passage) => /^§1\.\d[a-z]$/.test(passage) || passage === '§1.2' || passage === '§1.3',
    );
    assert.equal(treatments.length, 10);
    for (const passage of treatments) {
      assert(
        table.some((row) => row.cites.includes(passage)),
        `${passage} is cited by no row`,
      );
      assert(
        examples.some((example) => example.source.includes(passage)),
        `${passage} has no example`,
      );
    }
  },
  'an example of a passage comes to a row that cites it': () => {
    for (const example of examples) {
      const row = table.find(({ id }) => id === example.rule);
      assert(
        example.source.every((passage) => row?.cites.includes(passage)),
        example.id,
      );
    }
  },
} as const;
