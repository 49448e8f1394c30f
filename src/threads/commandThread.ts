import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../commands/clock.ts';
import { createCommands } from '../commands/commands.ts';
import type { DatabaseAddress } from '../storage/address.ts';
import { logThrough, serveCommands } from './serveCommands.ts';

// The entry of a command thread: the commands as they are, beside the thread that serves.

if (!parentPort) throw new Error('This file is the entry of a worker thread.');
const { address } = workerData as { readonly address: DatabaseAddress };
serveCommands(createCommands({ address, clock: systemClock, log: logThrough(parentPort) }), parentPort);
