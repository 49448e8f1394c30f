import { EventEmitter } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../src/commands/clock.ts';
import { createCommands } from '../../src/commands/commands.ts';
import type { ThreadData } from '../../src/threads/protocol.ts';
import { logThrough, serveCommands } from '../../src/threads/serveCommands.ts';

// A command thread with faults in raskmelding: a message id says which, e.g. `endless loop 7`. Only tests run this file.

/** The ten kinds of poison. */
export const poisons: Readonly<Record<string, () => unknown>> = {
  'synchronous throw': () => {
    throw new Error('poison');
  },
  'floating rejection': () => void Promise.reject(new Error('poison')),
  'throw in a timer': () =>
    setTimeout(() => {
      throw new Error('poison');
    }, 1),
  'unhandled error event': () => setImmediate(() => new EventEmitter().emit('error', new Error('poison'))),
  'endless loop': () => {
    for (;;);
  },
  'catastrophic regular expression': () => /^(a+)+$/.test(`${'a'.repeat(60)}!`),
  'out of memory': () => {
    const hoard: unknown[] = [];
    for (;;) hoard.push(new Array(10_000).fill(hoard.length));
  },
  'process.exit': () => process.exit(3),
  abort: () => {
    process.abort();
  },
  'stack overflow': () => {
    const deeper = (n: number): number => deeper(n + 1) + 1;
    return deeper(0);
  },
};

if (parentPort) {
  const log = logThrough(parentPort);
  const commands = createCommands({ ...(workerData as ThreadData), clock: systemClock, log });
  serveCommands(
    {
      ...commands,
      reportSickness(report) {
        const poison = Object.keys(poisons).find((name) => report.messageId.startsWith(name));
        if (poison !== undefined) poisons[poison]?.();
        return commands.reportSickness(report);
      },
    },
    parentPort,
  );
}
