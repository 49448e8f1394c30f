import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { errorRecord } from '../logging/errorRecord.ts';
import type { Log } from '../logging/log.ts';
import { faultOf } from '../storage/faults.ts';
import type { Failure } from './submission.ts';

/** Logs why a command has no answer, and gives the caller the name of that log line. */
export function failure(log: Log, command: string, error: unknown): Failure {
  const code = faultOf(error) === 'bug' ? 'INTERNAL_SERVER_ERROR' : 'UNAVAILABLE';
  const reference = randomUUID();
  log.error({ reference, command, ...errorRecord(error) }, `${command} failed: ${code}`);
  return { kind: 'failed', code, reference };
}

/** Pauses between tries while the database cannot write, in milliseconds; the last one repeats. */
const pauses = [0, 20, 50, 100, 200] as const;

/** Waits before another try, longer after each. */
export function pauseAfter(tries: number): Promise<void> {
  return delay(pauses[Math.min(tries, pauses.length - 1)]);
}
