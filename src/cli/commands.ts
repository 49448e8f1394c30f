import type { Command } from './command.ts';
import { configCommand } from './config.ts';
import { cprCommand } from './cpr.ts';
import { deviationsCommand } from './deviations.ts';
import { followCommand } from './follow.ts';
import { generateCommand } from './generate.ts';
import { quarantineCommand } from './quarantine.ts';
import { replayCommand } from './replay.ts';
import { startCommand } from './start.ts';
import { verifyCommand } from './verify.ts';

/** What `dfdg` can do, in the order of its help. */
export const commands: readonly Command[] = [
  startCommand,
  configCommand,
  replayCommand,
  generateCommand,
  followCommand,
  deviationsCommand,
  verifyCommand,
  quarantineCommand,
  cprCommand,
];
