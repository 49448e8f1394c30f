import { readConfig } from '../server/config.ts';
import { runVerify } from '../verify/run.ts';
import type { Command } from './command.ts';
import { whichDatabase } from './database.ts';
import { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** `dfdg verify` */
export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Folds the decision log by the rules, and tells where what is stored differs.',
  operands: [],
  options: {},
  notes: [
    'It may run beside servers that write, and tells on standard error how far it has come.',
    'Exit status: 0 all is equal, 1 something differs, 2 it could not be verified.',
    whichDatabase,
  ],
  run: (_called, terminal) => verify(terminal),
};

async function verify(terminal: Terminal): Promise<number> {
  let progress: Progress | undefined;
  let told = { decisions: 0, citizens: 0 };
  const end = () => {
    progress?.stop();
    progress = undefined;
  };
  const print = (line: string) => {
    end();
    void terminal.out(`${line}\n`);
  };
  return runVerify(readConfig(terminal.env), print, ({ ofCitizens, decisions, citizens }) => {
    progress ??= new Progress(terminal, ofCitizens);
    progress.add(decisions - told.decisions, citizens - told.citizens);
    told = { decisions, citizens };
  }).finally(end);
}
