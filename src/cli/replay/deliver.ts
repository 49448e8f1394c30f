import { setTimeout as delay } from 'node:timers/promises';
import { Mendable } from '../command.ts';
import type { Line } from './lines.ts';
import type { Payload, Post, Reason } from './post.ts';

/** Hears what came of each line. */
export interface Listener {
  readonly stored: (line: Line, payload: Payload) => void;
  readonly rejected: (line: Line, reasons: readonly Reason[]) => void;
  /** Something has to be sent again, for this reason. */
  readonly waiting: (why: string) => void;
}

/** The first and the longest wait between two attempts, and how long none may be answered; in milliseconds. */
const waits = { first: 200, longest: 5_000, silence: 600_000 };

/** Sends a batch of lines, each of another citizen, until each has an answer; ends early at the signal. */
export async function deliver(
  lines: readonly Line[],
  post: Post,
  listener: Listener,
  signal: AbortSignal,
): Promise<void> {
  let left = lines;
  let heard = Date.now();
  for (let tries = 0; left.length > 0 && !signal.aborted; tries += 1) {
    const sent = await post(left.map(({ input }) => input));
    let after = 0;
    if (sent.kind === 'again') {
      after = sent.after;
      listener.waiting(sent.why);
      if (Date.now() - heard > waits.silence)
        throw new Mendable(
          `The server has not taken anything for 10 minutes (${sent.why}): mend it, then run this again.`,
        );
    } else if (sent.kind === 'answered') {
      heard = Date.now();
      left = settle(left, sent.payloads, listener);
      if (left.length > 0) listener.waiting('UNAVAILABLE');
    } else {
      await divide(left, sent.reason, post, listener, signal);
      return;
    }
    if (left.length > 0) await pause(tries, after, signal);
  }
}

/** Finds what is not taken, so that the rest is. */
async function divide(
  lines: readonly Line[],
  reason: Reason,
  post: Post,
  listener: Listener,
  signal: AbortSignal,
): Promise<void> {
  const [first] = lines;
  if (first && lines.length === 1) {
    listener.rejected(first, [reason]);
    return;
  }
  const middle = Math.ceil(lines.length / 2);
  await deliver(lines.slice(0, middle), post, listener, signal);
  await deliver(lines.slice(middle), post, listener, signal);
}

/** Tells what is answered for good; gives back the lines that have to be sent again. */
function settle(lines: readonly Line[], payloads: readonly Payload[], listener: Listener): readonly Line[] {
  return lines.filter((line, index) => {
    const payload = payloads[index];
    if (!payload || payload.userErrors.some(({ code }) => code === 'UNAVAILABLE')) return true;
    if (payload.decision) listener.stored(line, payload);
    else listener.rejected(line, payload.userErrors);
    return false;
  });
}

/** Waits longer each time, by chance, so that senders do not come all at once. */
async function pause(tries: number, atLeast: number, signal: AbortSignal): Promise<void> {
  const ceiling = Math.min(waits.first * 2 ** tries, waits.longest);
  await delay(atLeast + ceiling * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
}
