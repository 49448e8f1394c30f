import { exitStatus, type Command } from './command.ts';

/** `dfdg start` */
export const startCommand: Command = {
  name: 'start',
  summary: 'Serves until it is stopped, as `npm start` does.',
  operands: [],
  options: {},
  notes: ['It is configured by environment variables; `dfdg config` shows them.'],
  async run() {
    // The entry itself: it serves once it is loaded, and ends the process by itself.
    await import('../server/main.ts');
    return exitStatus.well;
  },
};
