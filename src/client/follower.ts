import { Backoff } from './backoff.ts';
import type { ChangeLog, Told } from './changeLog.ts';
import { Interrupted, mayMend } from './errors.ts';
import type { StateTeller } from './followState.ts';
import type { Handover } from './handover.ts';
import { Inbox } from './inbox.ts';
import { LogReader } from './logReader.ts';
import type { Subscribe } from './subscribe.ts';

/** What a follower works with. Times are in milliseconds. */
export interface FollowerOptions<Change> {
  readonly log: ChangeLog<Change>;
  readonly subscribe: Subscribe;
  readonly handover: Handover<Change>;
  readonly state: StateTeller;
  /** After this long without a change the log is asked whether there was one. */
  readonly verifyEvery: number;
  /** How long a change that the log has may take to arrive by subscription. */
  readonly graceTime: number;
  /** The longest wait between two attempts. */
  readonly retryAtMost: number;
  /** Whether another attempt may be made by another token. */
  readonly mayRenew: boolean;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** How long a connection may take, in milliseconds. */
const openWithin = 10_000;

/**
 * Hands the changes of the log over once and in order. The log is the truth. The subscription is trusted as far as it
 * continues what was handed over, which its previous cursors show; in any other case the log is read to its end.
 */
export class Follower<Change> {
  readonly #options: FollowerOptions<Change>;
  readonly #backoff: Backoff;
  readonly #reader: LogReader<Change>;
  #inbox = new Inbox();

  constructor(options: FollowerOptions<Change>) {
    this.#options = options;
    this.#reader = new LogReader(options.log, options.handover, options.state);
    this.#backoff = new Backoff(options.retryAtMost);
  }

  /** Follows until the signal. Rejects with what no retry mends, and with what the caller's functions throw. */
  async run(): Promise<void> {
    const { state, mayRenew, signal } = this.#options;
    state.tell('catching up');
    for (;;) {
      try {
        await this.#reader.begin();
        await this.#catchUp();
        await this.#listen();
      } catch (error) {
        const willRetry = mayMend(error, mayRenew);
        if (willRetry && signal.aborted) return;
        state.tell('cut off', error as Error);
        if (!willRetry) throw error;
        await this.#backoff.wait(signal);
      }
    }
  }

  /** Reads the log to its end; tells how much there was. */
  #catchUp(): Promise<number> {
    return this.#reader.readOn(() => {
      // What came until now was in the log before the page is read.
      this.#inbox.clear();
    });
  }

  /** Subscribes, and listens until that ends; rejects with the reason. */
  async #listen(): Promise<void> {
    const { log, subscribe, handover, signal } = this.#options;
    if (signal.aborted) return;
    const inbox = (this.#inbox = new Inbox());
    const stop = () => {
      inbox.ended(new Interrupted('Stopped'));
    };
    signal.addEventListener('abort', stop);
    const unsubscribe = subscribe(log.subscription(handover.cursor), inbox);
    try {
      await inbox.opening(openWithin);
      await this.#hear(inbox);
    } finally {
      signal.removeEventListener('abort', stop);
      unsubscribe();
    }
  }

  async #hear(inbox: Inbox): Promise<never> {
    const { log, state, graceTime, verifyEvery } = this.#options;
    let lookAt = performance.now() + graceTime;
    /** How many had arrived when the log had something that had not; null where it had nothing. */
    let arrivedThen: number | null = null;
    for (;;) {
      state.tell('live');
      const answer = await inbox.take(lookAt - performance.now());
      if (answer) {
        if (await this.#receive(log.told(answer))) lookAt = performance.now() + verifyEvery;
      } else {
        const { arrived } = inbox;
        if (arrived === arrivedThen) throw new Interrupted('The subscription keeps back what the log has');
        const hasMissed = (await this.#catchUp()) > 0;
        if (!hasMissed) this.#backoff.reset();
        arrivedThen = hasMissed ? arrived : null;
        lookAt = performance.now() + (hasMissed ? graceTime : verifyEvery);
      }
    }
  }

  /** Takes what the subscription tells; whether it is known now that nothing up to it is missing. */
  async #receive({ change, previousCursor }: Told<Change>): Promise<boolean> {
    const { handover } = this.#options;
    if (handover.hasGiven(change.cursor)) return false;
    if (previousCursor === handover.cursor) {
      await handover.give(change);
      this.#reader.passed(change.cursor);
      this.#backoff.reset();
    } else {
      // Something before it was missed, or it is an old one: either way the log has it.
      await this.#catchUp();
    }
    return true;
  }
}
