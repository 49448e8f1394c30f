import type { WithCursor } from './changeLog.ts';

/** How many cursors are remembered: more than a page of the log has. */
const remembered = 1000;

/** Takes a change; the next one waits for it. */
export type OnChange<Change> = (change: WithCursor<Change>, cursor: string) => unknown;

/** Hands changes over, and knows how far it has come. */
export class Handover<Change> {
  /** The cursor of the change handed over last, or the one after which it begins; null while that is not known. */
  cursor: string | null;
  readonly #onChange: OnChange<Change>;
  readonly #signal: AbortSignal;
  readonly #recent = new Set<string>();

  constructor(after: string | null, onChange: OnChange<Change>, signal: AbortSignal) {
    this.cursor = after;
    this.#onChange = onChange;
    this.#signal = signal;
  }

  /** Whether a change was handed over lately: a repeated one is known without asking the log. */
  hasGiven(cursor: string): boolean {
    return this.#recent.has(cursor);
  }

  /** Hands a change over, unless all is to stop. */
  async give(change: WithCursor<Change>): Promise<void> {
    if (this.#signal.aborted) return;
    await this.#onChange(change, change.cursor);
    this.cursor = change.cursor;
    this.#recent.add(change.cursor);
    if (this.#recent.size > remembered) {
      const [oldest = ''] = this.#recent;
      this.#recent.delete(oldest);
    }
  }
}
