import { systemClock } from '../../src/commands/clock.ts';
import { createCommands } from '../../src/commands/commands.ts';
import type { StartCommands } from '../../src/server/service.ts';

const state = { deaths: 0, quarantined: 0, inFlight: 0 };

/** The same commands without threads, which run only what was built. */
export const inProcess: StartCommands = ({ address, cprKeys, log }) =>
  Promise.resolve({ ...createCommands({ address, cprKeys, clock: systemClock, log }), state });
