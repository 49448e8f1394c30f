import type { Command } from './command.ts';

/** What there is. */
export function overview(commands: readonly Command[]): string {
  const rows = commands.map((command) => [usageOf(command), command.summary] as const);
  return [
    'dfdg: the subgraph of benefit decisions and contact groups, from the command line',
    '',
    ...table(rows),
    '',
    'dfdg COMMAND --help says more. Exit status: 0 well, 1 something is amiss, 2 it could not be done.',
    '',
  ].join('\n');
}

/** What one command takes. */
export function helpOf(command: Command): string {
  const options = Object.entries(command.options).map(
    ([name, { value, help }]) => [`--${name}${value === null ? '' : ` ${value}`}`, help] as const,
  );
  return [
    `dfdg ${usageOf(command)}${options.length > 0 ? ' [options]' : ''}`,
    '',
    command.summary,
    ...(options.length > 0 ? ['', ...table(options)] : []),
    ...(command.notes.length > 0 ? ['', ...command.notes] : []),
    '',
  ].join('\n');
}

function usageOf({ name, operands }: Command): string {
  return [name, ...operands].join(' ');
}

function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}
