import { systemClock } from '../../src/commands/clock.ts';
import { createCommands } from '../../src/commands/commands.ts';
import type { StartCommands } from '../../src/server/service.ts';

/** The same commands without threads, which run only what was built. */
export const inProcess: StartCommands = ({ address, log }) =>
  Promise.resolve(createCommands({ address, clock: systemClock, log }));
