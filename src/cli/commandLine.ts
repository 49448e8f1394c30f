import { parseArgs } from 'node:util';
import { exitStatus, Mendable, type Called, type Command, type Option } from './command.ts';
import { commands } from './commands.ts';
import { helpOf, overview } from './help.ts';
import { inOneLine } from './oneLine.ts';
import type { Terminal } from './terminal.ts';

/** Runs what the arguments ask for; gives the exit status. Whatever goes wrong is told in one line. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  const command = commands.find((one) => one.name === name);
  try {
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      await terminal.out(overview(commands));
      return name === undefined ? exitStatus.impossible : exitStatus.well;
    }
    if (!command) throw new Mendable('There is no such command. See: dfdg --help');
    const called = parse(command, rest);
    if (called) return await command.run(called, terminal);
    await terminal.out(helpOf(command));
    return exitStatus.well;
  } catch (error) {
    terminal.err(`dfdg${command ? ` ${command.name}` : ''}: ${inOneLine(error)}\n`);
    return exitStatus.impossible;
  }
}

/** Null where help was asked for. */
function parse(command: Command, args: readonly string[]): Called | null {
  if (args.includes('--help') || args.includes('-h')) return null;
  const { values, positionals } = parsed(command, args);
  const needed = command.operands.filter((operand) => !operand.startsWith('['));
  const missing = needed[positionals.length];
  if (missing !== undefined) throw new Mendable(`${missing} is missing. ${seeHelp(command)}`);
  if (positionals.length > command.operands.length)
    throw new Mendable(`There are too many arguments. ${seeHelp(command)}`);
  const options = Object.entries(values).map(([name, value]) => [name, value === true ? name : value]);
  return { operands: positionals, options: Object.fromEntries(options) as Called['options'] };
}

function parsed(command: Command, args: readonly string[]) {
  const typeOf = ({ value }: Option) => ({
    type: value === null ? ('boolean' as const) : ('string' as const),
  });
  try {
    return parseArgs({
      args: [...args],
      options: Object.fromEntries(
        Object.entries(command.options).map(([name, option]) => [name, typeOf(option)]),
      ),
      allowPositionals: true,
    });
  } catch (error) {
    const [first = ''] = (error as Error).message.split(/[.\n]/);
    throw new Mendable(`${first}. ${seeHelp(command)}`, { cause: error });
  }
}

function seeHelp({ name }: Command): string {
  return `See: dfdg ${name} --help`;
}
