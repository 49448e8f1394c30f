import type { Result } from './run.ts';

/** Whether every check held. */
export function isProven({ wrong }: Result): boolean {
  return [...wrong.values()].every((found) => found.length === 0);
}

/** What came of a run, line by line. */
export function reportOf(result: Result): string[] {
  const { seed, seconds, exercised, figures, wrong } = result;
  const list = (numbers: Readonly<Record<string, number>>) =>
    Object.entries(numbers).map(([name, number]) => `  ${String(number).padStart(8)}  ${name}`);
  const checks = [...wrong].flatMap(([name, found]) => [
    `  ${found.length === 0 ? 'holds ' : 'BROKEN'}  ${name}`,
    ...found.slice(0, 5).map((one) => `            ${one}`),
    ...(found.length > 5 ? [`            … and ${found.length - 5} more`] : []),
  ]);
  return [
    `seed ${seed}, ${seconds} s`,
    ...list(exercised),
    ...list(figures),
    ...checks,
    isProven(result) ? 'All of it holds.' : 'NOT all of it holds.',
  ];
}
