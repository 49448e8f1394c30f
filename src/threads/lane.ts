import { Thread, type Call, type ThreadOptions } from './thread.ts';

/** What a lane works with. */
export interface LaneOptions {
  readonly thread: ThreadOptions;
  /** Called for a message that took a thread down: alone in it, and in so many threads by now. */
  readonly onCulprit: (call: Call, threads: 1 | 2) => void;
}

/** How long to wait before a thread is started again that did not come up, in milliseconds. */
const pauseAfterFailedStart = 500;

/** How long a thread may keep silent while it works on one suspect alone, in milliseconds. */
const suspectSilentWithin = 250;

/**
 * A thread for a kind of command, and another one, started already, that takes its place at once when it dies. What was
 * in flight in a thread that died is suspect: each of it is called again alone, so that what is innocent is answered
 * and what takes a thread down alone is known for it. Commands are idempotent, so that calling one again is safe.
 */
export class Lane {
  readonly #options: LaneOptions;
  #active: Thread;
  #spare: Thread;
  #suspectThread: Thread | null = null;
  #suspects: Call[] = [];
  /** How many threads have died. */
  deaths = 0;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#active = this.#start();
    this.#spare = this.#start();
  }

  /** Whether its threads came up. */
  async cameUp(): Promise<boolean> {
    return (await this.#active.cameUp) && (await this.#spare.cameUp);
  }

  get inFlight(): number {
    return this.#active.inFlight + this.#suspects.length;
  }

  call(call: Call): void {
    this.#active.call(call);
  }

  async close(): Promise<void> {
    const threads = [this.#active, this.#spare, this.#suspectThread].filter((thread) => thread !== null);
    await Promise.all(threads.map((thread) => thread.close()));
  }

  #start(): Thread {
    const thread: Thread = new Thread(this.#options.thread, (inFlight) => {
      this.deaths += 1;
      if (thread === this.#active) this.#active = this.#spare;
      if (thread.isReady) this.#spare = this.#start();
      else setTimeout(() => (this.#spare = this.#start()), pauseAfterFailedStart);
      this.#suspect(inFlight);
    });
    return thread;
  }

  #suspect(inFlight: readonly Call[]): void {
    const [only] = inFlight;
    if (only && inFlight.length === 1) this.#options.onCulprit(only, 1);
    else this.#suspects.push(...inFlight);
    if (this.#suspects.length > 0 && (this.#suspectThread?.inFlight ?? 0) === 0) this.#tryNext();
  }

  #tryNext(): void {
    const suspect = this.#suspects.shift();
    if (!suspect) return;
    this.#suspectThread ??= this.#startSuspectThread();
    this.#suspectThread.call({
      ...suspect,
      answer: (answer) => {
        suspect.answer(answer);
        this.#tryNext();
      },
    });
  }

  #startSuspectThread(): Thread {
    const options = { ...this.#options.thread, silentWithin: suspectSilentWithin };
    return new Thread(options, ([suspect]) => {
      this.deaths += 1;
      this.#suspectThread = null;
      if (suspect) this.#options.onCulprit(suspect, 2);
      this.#tryNext();
    });
  }
}
