import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../commands/clock.ts';
import { createCommands } from '../commands/commands.ts';
import type { ThreadData } from './protocol.ts';
import { logThrough, serveCommands } from './serveCommands.ts';

// The entry of a command thread: the commands as they are, beside the thread that serves.

if (!parentPort) throw new Error('This file is the entry of a worker thread.');
const log = logThrough(parentPort);
serveCommands(createCommands({ ...(workerData as ThreadData), clock: systemClock, log }), parentPort);
