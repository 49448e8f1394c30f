import type { Worker } from 'node:worker_threads';
import type { Watched } from '../commands/steps.ts';
import { errorRecord } from '../logging/errorRecord.ts';
import type { Log } from '../logging/log.ts';
import { createOutbox } from './outbox.ts';
import type { CommandName, Reply, Request, ThreadData } from './protocol.ts';
import { startWorker } from './startWorker.ts';

/** What a thread is started with. */
export interface ThreadOptions {
  readonly data: ThreadData;
  readonly log: Log;
  /** The file that the thread runs: in tests another one than `commandThread`. */
  readonly entry: URL;
  /** How long the thread may keep silent while it has something to do, in milliseconds: then it hangs, and is ended. */
  readonly silentWithin: number;
}

/** A call that has no answer yet. */
export interface Call extends Watched {
  readonly command: CommandName;
  readonly input: { readonly messageId: string };
  readonly answer: (answer: unknown) => void;
}

/** How often a thread that has something to do is asked whether it lives, in milliseconds. */
const pingEvery = 50;

/** The heap of a thread, in MiB: hundreds of decisions in flight take a tenth of it. */
const resourceLimits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 48, stackSizeMb: 4 };

/** A worker thread that runs commands, and the calls that are in flight in it. */
export class Thread {
  readonly #worker: Worker;
  readonly #options: ThreadOptions;
  readonly #calls = new Map<number, Call>();
  readonly #onDeath: (inFlight: readonly Call[]) => void;
  #nextId = 0;
  #heard = 0;
  #ticked = 0;
  #timer: NodeJS.Timeout | undefined;
  #onClosed: (() => void) | null = null;
  #isReady = false;
  #onReady: (isReady: boolean) => void = () => undefined;
  /** Whether the thread came up; settles when that is known. */
  readonly cameUp = new Promise<boolean>((resolve) => (this.#onReady = resolve));

  /** `onDeath` is called once, with what was in flight, when the thread ends by anything but `close`. */
  constructor(options: ThreadOptions, onDeath: (inFlight: readonly Call[]) => void) {
    this.#options = options;
    this.#onDeath = onDeath;
    const { entry, data, log } = options;
    this.#worker = startWorker(entry, { workerData: data, resourceLimits });
    this.#worker.on('message', (replies: readonly Reply[]) => {
      for (const reply of replies) this.#hear(reply);
    });
    this.#worker.on('error', (error) => {
      log.error({ ...errorRecord(error), inFlight: this.#calls.size }, 'A command thread failed');
    });
    this.#worker.on('exit', () => {
      this.#die();
    });
  }

  /** Whether the thread has come up. */
  get isReady(): boolean {
    return this.#isReady;
  }

  get inFlight(): number {
    return this.#calls.size;
  }

  call(call: Call): void {
    const id = (this.#nextId += 1);
    const { command, input, watch } = call;
    this.#calls.set(id, call);
    this.#post({ kind: 'call', id, command, input, isWatched: watch !== undefined });
    if (this.#calls.size === 1) this.#watch();
  }

  /** Ends the thread when its calls are answered. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#onClosed = resolve;
      this.#post({ kind: 'close' });
    });
    await this.#worker.terminate();
  }

  readonly #post = createOutbox<Request>((requests) => {
    this.#worker.postMessage(requests);
  });

  #hear(reply: Reply): void {
    this.#heard = performance.now();
    switch (reply.kind) {
      case 'answer': {
        const call = this.#calls.get(reply.id);
        this.#calls.delete(reply.id);
        if (this.#calls.size === 0) clearInterval(this.#timer);
        call?.answer(reply.answer);
        break;
      }
      case 'step':
        this.#calls.get(reply.id)?.watch?.(reply.step);
        break;
      case 'ready':
        this.#isReady = true;
        this.#onReady(true);
        break;
      case 'log':
        this.#options.log[reply.level](reply.fields, reply.message);
        break;
      case 'closed':
        this.#onClosed?.();
        break;
      case 'pong':
    }
  }

  /** A thread that hangs answers no ping; one that waits for a slow database does. */
  #watch(): void {
    this.#heard = this.#ticked = performance.now();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      const now = performance.now();
      // A thread that is still starting does not hang, nor does one that was not heard because this one was held up.
      if (!this.#isReady || now - this.#ticked > 3 * pingEvery) this.#heard = now;
      this.#ticked = now;
      if (now - this.#heard > this.#options.silentWithin) {
        this.#options.log.error({ inFlight: this.#calls.size }, 'A command thread hangs and is ended');
        void this.#worker.terminate();
      } else this.#post({ kind: 'ping' });
    }, pingEvery);
    this.#timer.unref();
  }

  #die(): void {
    clearInterval(this.#timer);
    this.#onReady(false);
    const inFlight = [...this.#calls.values()];
    this.#calls.clear();
    if (this.#onClosed) this.#onClosed();
    else this.#onDeath(inFlight);
  }
}
