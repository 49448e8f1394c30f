import { readConfig } from '../server/config.ts';
import { runVerify } from '../verify/run.ts';
import type { Command } from './command.ts';
import { whichDatabase } from './database.ts';

/** `dfdg verify` */
export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Folds the decision log by the rules, and tells where what is stored differs.',
  operands: [],
  options: {},
  notes: [
    'It may run beside servers that write, and tells every 2 s how far it has come.',
    'Exit status: 0 all is equal, 1 something differs, 2 it could not be verified.',
    whichDatabase,
  ],
  run: (_called, { env, out }) => runVerify(readConfig(env), (line) => void out(`${line}\n`)),
};
