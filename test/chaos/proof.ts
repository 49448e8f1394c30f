import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { Result } from './run.ts';

const path = fileURLToPath(new URL('../../docs/proof.md', import.meta.url));

/** The parts of docs/proof.md that a run writes. */
export type Part = 'run' | 'faults' | 'mutants';

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

/** What is counted, in words. */
const counted: Readonly<Record<string, string>> = {
  acknowledged: 'messages acknowledged',
  retried: 'sends of a message that had no answer yet',
  repeated: 'sends of a message that had been answered',
  resumed: 'subscriptions taken up again after their cursor',
  'instance killed': 'instances killed (SIGKILL)',
  'instance paused': 'instances stopped for up to 1.7 s and let go on (SIGSTOP, SIGCONT)',
  'backend killed': 'database connections killed (pg_terminate_backend)',
  'fast restart': 'fast restarts of PostgreSQL',
  'immediate restart': 'immediate restarts of PostgreSQL, which recovers as after a crash',
};

/** A run as docs/proof.md tells it. */
export function runPart({ seed, seconds, exercised, figures, wrong }: Result): string[] {
  const rows = (numbers: Readonly<Record<string, number>>) =>
    Object.entries(numbers).map(
      ([name, number]) => `| ${counted[name] ?? name} | ${number.toLocaleString('en')} |`,
    );
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
