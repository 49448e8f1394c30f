import type { Readable } from 'node:stream';
import { Backlog } from './backlog.ts';
import { deliver, type Listener } from './deliver.ts';
import { linesOf } from './lines.ts';
import type { Post } from './post.ts';

/** How many decisions a request holds at most. */
const mostInBatch = 100;

const notJson = { code: 'NOT_JSON', message: 'The line must be one JSON object.' };

/**
 * Sends the decisions of a stream, so many requests at a time. At the signal, what is under way is waited for, and the
 * rest is left. Rejects where going on is of no use.
 */
export async function replay(
  stream: Readable,
  concurrency: number,
  post: Post,
  listener: Listener,
  signal: AbortSignal,
): Promise<void> {
  const backlog = new Backlog();
  const failing = new AbortController();
  const ending = AbortSignal.any([signal, failing.signal]);
  const abandon = () => {
    backlog.abandon();
    stream.destroy();
  };
  ending.addEventListener('abort', abandon);

  async function read(): Promise<void> {
    for await (const line of linesOf(stream)) {
      if (ending.aborted) break;
      if (line.input === null) listener.rejected(line, [notJson]);
      else await backlog.add(line);
    }
    backlog.end();
  }
  async function send(): Promise<void> {
    for (;;) {
      const batch = await backlog.take(mostInBatch);
      if (!batch || ending.aborted) return;
      await deliver(batch, post, listener, ending);
      backlog.done(batch);
    }
  }
  async function orEnd(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      // A stream that is destroyed complains of it.
      if (ending.aborted) return;
      failing.abort(error);
    }
  }
  await Promise.all([read(), ...Array.from({ length: concurrency }, send)].map(orEnd));
  failing.signal.throwIfAborted();
}
