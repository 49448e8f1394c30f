import type { Row, Section } from './rows.ts';

const columns = [
  ['received', 'received'],
  ['happened', 'what happened'],
  ['openAfter', 'open after'],
  ['rule', 'rule (deviations)'],
] as const satisfies readonly (readonly [keyof Row, string])[];

/** The sections as text, their columns in line. */
export function tableText(sections: readonly Section[]): string {
  const rows = sections.flatMap((section) => section.rows);
  const widths = columns.map(([name, head]) => Math.max(head.length, ...rows.map((row) => row[name].length)));
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd();
  return [
    'example  source  title',
    line(columns.map(([, head]) => head)),
    ...sections.flatMap(({ heading, rows }) => [
      '',
      heading,
      ...rows.map((row) => line(columns.map(([name]) => row[name]))),
    ]),
  ].join('\n');
}
