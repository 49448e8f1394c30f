import type { ChangeLog } from './changeLog.ts';
import type { StateTeller } from './followState.ts';
import type { Handover } from './handover.ts';

/** Hands over what the log has, from the place on to which all is known to be handed over. */
export class LogReader<Change> {
  readonly #log: ChangeLog<Change>;
  readonly #handover: Handover<Change>;
  readonly #state: StateTeller;
  #hasBegun = false;
  /** At or after the cursor handed over last: between the two lies only what is not followed. */
  #cursor: string | null = null;

  constructor(log: ChangeLog<Change>, handover: Handover<Change>, state: StateTeller) {
    this.#log = log;
    this.#handover = handover;
    this.#state = state;
  }

  /** Fixes where following begins: once, however often it is interrupted and called again. */
  async begin(): Promise<void> {
    if (this.#hasBegun) return;
    this.#cursor = this.#handover.cursor ??= await this.#log.end();
    this.#hasBegun = true;
  }

  /** Hears that all up to a change was handed over otherwise. */
  passed(cursor: string): void {
    this.#cursor = cursor;
  }

  /** Reads the log to its end and hands over what it has; tells how much that was. */
  async readOn(beforePage: () => void): Promise<number> {
    let count = 0;
    for (;;) {
      beforePage();
      const { changes, endCursor, hasNextPage } = await this.#log.page(this.#cursor);
      if (changes.length > 0 || this.#state.status === 'cut off') this.#state.tell('catching up');
      for (const change of changes) await this.#handover.give(change);
      this.#cursor = endCursor;
      count += changes.length;
      if (!hasNextPage) return count;
    }
  }
}
