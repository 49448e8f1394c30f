import type { Command } from './command.ts';
import { quarantineCommand } from './quarantine.ts';
import { startCommand } from './start.ts';
import { verifyCommand } from './verify.ts';

/** What `dfdg` can do, in the order of its help. */
export const commands: readonly Command[] = [startCommand, verifyCommand, quarantineCommand];
