import { randomInt } from 'node:crypto';
import type { Log } from '../logging/log.ts';
import type { DatabaseAddress } from '../storage/address.ts';
import type { CprKeys } from '../storage/cprCipher.ts';
import { createBatchQueue } from '../storage/batchQueue.ts';
import { openWritePool } from '../storage/writePool.ts';
import { todayInCopenhagen, type Clock } from './clock.ts';
import { parseCpr } from './cpr.ts';
import type { Received } from './decideBatch.ts';
import { failure } from './failure.ts';
import { preview } from './previewDecision.ts';
import { reportSickness } from './reportSickness.ts';
import type { Watch } from './steps.ts';
import { settle, type Pending } from './submitDecision.ts';
import type { Commands, Refused, Submission, SubmissionAnswer } from './submission.ts';
import { userErrorsOfReport, userErrorsOfSubmission } from './userErrors.ts';

/** How long a command may take before it is answered UNAVAILABLE, in milliseconds. */
const answerWithin = 2_000;

/** What commands work with. */
export interface CommandsOptions {
  readonly address: DatabaseAddress;
  readonly cprKeys: CprKeys;
  readonly clock: Clock;
  readonly log: Log;
}

/** The commands on a database, over connections of their own. */
export function createCommands({ address, cprKeys, clock, log }: CommandsOptions): Commands {
  const pool = openWritePool(address, cprKeys);
  const queue = createBatchQueue<Pending>(
    ({ submission }) => submission.cpr,
    (batch) => settle(pool.ask, batch, log),
  );

  return {
    async submitDecision(submission, watch) {
      const received = receive(submission, clock, watch);
      if (received.kind === 'refused') return received;
      return new Promise<SubmissionAnswer>((answer) => {
        queue.push({ ...received, deadline: Date.now() + answerWithin, answer });
      });
    },
    async previewDecision({ municipalities, ...submission }, watch) {
      const received = receive(submission, clock, watch);
      if (received.kind === 'refused') return received;
      return preview(pool.ask, received, municipalities).catch((error: unknown) =>
        failure(log, 'previewDecision', error),
      );
    },
    async reportSickness(report, watch) {
      const userErrors = userErrorsOfReport(report);
      const cpr = parseCpr(report.cpr);
      if (userErrors.length > 0 || cpr === null) return { kind: 'refused', userErrors };
      const deadline = Date.now() + answerWithin;
      const received = { ...report, cpr, receivedAt: clock().toISOString(), receipt: newReceipt(), watch };
      return reportSickness(pool.ask, received, deadline, log);
    },
    async close() {
      await queue.idle();
      await pool.close();
    },
  };
}

/** A number of 47 bits that is drawn: no two receipts of a message will have the same. */
function newReceipt(): number {
  return randomInt(1, 2 ** 47);
}

/** Takes a submission in, at this moment, unless something is wrong with it by itself. */
function receive(
  submission: Submission,
  clock: Clock,
  watch: Watch | undefined,
): ({ readonly kind: 'received' } & Received) | Refused {
  const userErrors = userErrorsOfSubmission(submission);
  const cpr = parseCpr(submission.cpr);
  if (userErrors.length > 0 || cpr === null) return { kind: 'refused', userErrors };
  const now = clock();
  return {
    kind: 'received',
    submission: { ...submission, cpr },
    receivedAt: now.toISOString(),
    today: todayInCopenhagen(now),
    receipt: newReceipt(),
    watch,
  };
}
