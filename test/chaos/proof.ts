import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { Result } from './run.ts';

const path = fileURLToPath(new URL('../../docs/proof.md', import.meta.url));

/** The parts of docs/proof.md that a run writes. */
export type Part = 'run' | 'mutants';

/** Writes a part of docs/proof.md anew, between its marks. */
export async function writePart(part: Part, lines: readonly string[]): Promise<void> {
  const [start, end] = [`<!-- ${part} -->`, `<!-- end of ${part} -->`];
  const text = readFileSync(path, 'utf8');
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`docs/proof.md has no part ${part}`);
  const whole = `${before}${start}\n\n${lines.join('\n')}\n\n${end}${after}`;
  writeFileSync(path, await format(whole, { ...(await resolveConfig(path)), filepath: path }));
}

/** A run as docs/proof.md tells it. */
export function runPart({ seed, seconds, exercised, figures, wrong }: Result): string[] {
  const rows = (numbers: Readonly<Record<string, number>>) =>
    Object.entries(numbers).map(([name, number]) => `| ${name} | ${number.toLocaleString('en')} |`);
  return [
    `The last long run: seed ${seed}, ${seconds} seconds, on ${new Date().toISOString().slice(0, 10)}.`,
    '',
    '| what was done | how often |',
    '| --- | ---: |',
    ...rows(exercised),
    ...rows(figures),
    '',
    '| what must hold afterwards | found against it |',
    '| --- | ---: |',
    ...[...wrong].map(([name, found]) => `| ${name} | ${found.length} |`),
  ];
}
