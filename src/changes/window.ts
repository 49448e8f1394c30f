import type { Entry } from './entry.ts';

/**
 * The newest part of the change log in memory, shared by all subscribers of an instance. It holds every change between
 * `since` (exclusive) and `head` (inclusive), and never more than its size.
 */
export class Window {
  #entries: Entry[] = [];
  #since: number;
  #head: number;
  readonly #size: number;

  constructor(head: number, size: number) {
    this.#since = head;
    this.#head = head;
    this.#size = size;
  }

  /** Position up to which the log was read. */
  get head(): number {
    return this.#head;
  }

  /** Whether every change after this position is here. */
  covers(position: number): boolean {
    return position >= this.#since;
  }

  /** Begins anew after a position, leaving out what is before it. */
  skipTo(position: number): void {
    this.#entries = [];
    this.#since = position;
    this.#head = position;
  }

  /** Adds what follows the head in the log; what does not was read before the window began anew. */
  add(read: readonly Entry[]): void {
    const entries = read.filter(({ change }) => change.position > this.#head);
    const last = entries.at(-1);
    if (!last) return;
    this.#head = last.change.position;
    this.#entries.push(...entries);
    // Twice the size before it is cut back, so that cutting costs little per entry.
    if (this.#entries.length < 2 * this.#size) return;
    const cut = this.#entries.splice(0, this.#entries.length - this.#size);
    this.#since = cut.at(-1)?.change.position ?? this.#since;
  }

  /** The first entry after a position that the window covers and that meets the condition. */
  firstAfter(position: number, meets: (entry: Entry) => boolean): Entry | undefined {
    for (let index = this.#indexAfter(position); index < this.#entries.length; index += 1) {
      const entry = this.#entries[index];
      if (entry && meets(entry)) return entry;
    }
    return undefined;
  }

  /** Positions ascend, so half of what is left is ruled out at each look. */
  #indexAfter(position: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.change.position ?? Infinity) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
