import { hears, type Entry, type Filter, type Told } from './entry.ts';
import type { Window } from './window.ts';

/** The subscriber lost more ground than is kept up for it. It may subscribe again after its position. */
export class FellBehind extends Error {
  override readonly name = 'FellBehind';
  readonly position: number;

  constructor(position: number) {
    super('The subscriber reads more slowly than changes are made.');
    this.position = position;
  }
}

/** What a subscriber reads from. */
export interface Source {
  readonly window: Window;
  /** Reads a page of the log, for what the window no longer covers. */
  readonly page: (filter: Filter, after: number) => Promise<readonly Entry[]>;
  /** How far a subscriber may fall behind the least distance that it ever had from the head, in positions. */
  readonly mayLag: number;
  readonly onEnd: (subscriber: Subscriber) => void;
}

/**
 * One subscriber's place in the log. It pulls: nothing is queued for one who does not read. It is an iterator by hand
 * and no async generator, since a generator that waits for a change cannot be told to end before there is one.
 */
export class Subscriber implements AsyncIterableIterator<Told> {
  readonly #source: Source;
  readonly #filter: Filter;
  /** All up to here was told, or is not heard. */
  #position: number;
  #told: number;
  #leastLag = Infinity;
  #page: Entry[] = [];
  #ended = false;
  #wake: (() => void) | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(source: Source, filter: Filter, after: number) {
    this.#source = source;
    this.#filter = filter;
    this.#position = after;
    this.#told = after;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The next change; waits for one. Rejects with `FellBehind`, or as reading the log does. */
  next(): Promise<IteratorResult<Told, undefined>> {
    const turn = this.#turn.then(() => this.#next());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  return(): Promise<IteratorResult<Told, undefined>> {
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  /** Ends it: whoever waits for a change is told that there are no more. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#source.onEnd(this);
    this.#wake?.();
  }

  /** The window has grown: goes on if it waits and hears of something, or may have missed it. */
  look(): void {
    if (this.#wake === null) return;
    const { window } = this.#source;
    if (!window.covers(this.#position) || this.#fromWindow()) this.#wake();
    else this.#position = Math.max(this.#position, window.head);
  }

  async #next(): Promise<IteratorResult<Told, undefined>> {
    try {
      while (!this.#ended) {
        this.#checkLag();
        const entry = (await this.#fromLog()) ?? this.#fromWindow();
        if (entry) {
          const previous = this.#told;
          this.#position = this.#told = entry.change.position;
          return { done: false, value: { ...entry, previous } };
        }
        if (this.#source.window.covers(this.#position)) await this.#growth();
      }
      return { done: true, value: undefined };
    } catch (error) {
      this.end();
      throw error;
    }
  }

  #checkLag(): void {
    const lag = Math.max(0, this.#source.window.head - this.#position);
    this.#leastLag = Math.min(this.#leastLag, lag);
    if (lag > this.#leastLag + this.#source.mayLag) throw new FellBehind(this.#position);
  }

  #fromWindow(): Entry | undefined {
    const { window } = this.#source;
    if (!window.covers(this.#position)) return undefined;
    return window.firstAfter(this.#position, ({ change }) => hears(this.#filter, change));
  }

  /** Reads on in the log until the window covers the rest. */
  async #fromLog(): Promise<Entry | undefined> {
    if (this.#page.length === 0 && !this.#source.window.covers(this.#position)) {
      // All up to this head was committed before the page is read, so an empty page says that none of it is heard.
      const { head } = this.#source.window;
      this.#page = [...(await this.#source.page(this.#filter, this.#position))];
      if (this.#page.length === 0) this.#position = head;
    }
    return this.#page.shift();
  }

  async #growth(): Promise<void> {
    this.#position = Math.max(this.#position, this.#source.window.head);
    await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = null;
  }
}
