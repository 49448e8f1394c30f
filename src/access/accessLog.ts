import { errorRecord } from '../logging/errorRecord.ts';
import type { Log } from '../logging/log.ts';
import { appendAccesses, type AccessRow } from '../storage/accessLog.ts';
import { connectAsServer, type DatabaseAddress } from '../storage/address.ts';
import { renewable } from '../storage/renewable.ts';

/** Times in milliseconds. So many rows wait at most, some 20 MB; what comes beyond them is lost, and counted. */
export const accessLogLimits = {
  writeEvery: 200,
  batchSize: 1_000,
  mostWaiting: 50_000,
  answerWithin: 2_000,
  pauseAfterFault: 2_000,
};

/** The access log as the serving thread writes it: rows wait in memory, so that no call waits for them (ADR 10). */
export interface AccessLog {
  add(row: AccessRow): void;
  readonly state: { readonly waiting: number; readonly lost: number };
  /** Writes what waits, if the database takes it now. */
  close(): Promise<void>;
}

/** Appends the rows that wait in one statement at a time, over a connection of its own. */
export function createAccessLog(address: DatabaseAddress, log: Log, limits = accessLogLimits): AccessLog {
  const pool = renewable(() => {
    const sql = connectAsServer(address, { max: 1, applicationName: 'dfdg-access-log' });
    return { sql, close: () => sql.end({ timeout: 1 }) };
  });
  const waiting = new Map<string, AccessRow>();
  let lost = 0;
  let isRefused = false;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | null = null;

  async function write(): Promise<void> {
    try {
      while (waiting.size > 0) {
        const batch = [...waiting].slice(0, limits.batchSize);
        const rows = batch.map(([, row]) => row);
        await pool.use(({ sql }) => appendAccesses(sql, rows), limits.answerWithin);
        for (const [key] of batch) waiting.delete(key);
        if (isRefused) log.info({ lost }, 'The access log is written again');
        isRefused = false;
      }
    } catch (error) {
      isRefused = true;
      log.error(
        { ...errorRecord(error), waiting: waiting.size, lost },
        'The access log cannot be written: rows of it wait',
      );
    }
  }

  function writeSoon(within: number): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      void writeNow();
    }, within);
  }

  function writeNow(): Promise<void> {
    writing ??= write().finally(() => {
      writing = null;
      if (waiting.size > 0) writeSoon(isRefused ? limits.pauseAfterFault : limits.writeEvery);
    });
    return writing;
  }

  return {
    add(row) {
      if (waiting.size >= limits.mostWaiting) lost += 1;
      else waiting.set(keyOf(row), row);
      writeSoon(limits.writeEvery);
    },
    get state() {
      return { waiting: waiting.size, lost };
    },
    async close() {
      await writeNow();
      clearTimeout(timer);
      if (waiting.size + lost > 0)
        log.error({ lost: waiting.size + lost }, 'Rows of the access log are lost');
      await pool.close();
    },
  };
}

/** The same of one request, or what one caller is told by many subscriptions, is one access within a second. */
function keyOf({ at, citizenId, subject, operation, kind, outcome, requestId }: AccessRow): string {
  return `${at.slice(0, 19)} ${requestId} ${citizenId} ${subject} ${operation} ${kind} ${outcome}`;
}
