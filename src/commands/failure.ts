import { randomUUID } from 'node:crypto';
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
