import type { Line } from './lines.ts';

/** How many lines wait at most; so many are read ahead of what is sent. */
const roomFor = 5_000;

/**
 * Lines that wait to be sent. Of a citizen one line is under way at a time, so that nothing that happens to it, retries
 * included, lets a later one overtake it.
 */
export class Backlog {
  readonly #waiting = new Map<string, Line[]>();
  /** Citizens who have a line that may be sent now, the one that waits longest first. */
  readonly #ready = new Set<string>();
  #size = 0;
  #isEnded = false;
  #wake: () => void = () => undefined;
  #change = this.#nextChange();

  /** Adds a line; waits where there are many. */
  async add(line: Line): Promise<void> {
    while (this.#size >= roomFor && !this.#isEnded) await this.#change;
    const lines = this.#waiting.get(line.citizen);
    if (lines) lines.push(line);
    else {
      this.#waiting.set(line.citizen, [line]);
      this.#ready.add(line.citizen);
    }
    this.#size += 1;
    this.#changed();
  }

  /** At most so many lines, each of another citizen; null when no more come. */
  async take(most: number): Promise<readonly Line[] | null> {
    while (this.#ready.size === 0) {
      if (this.#isEnded && this.#size === 0) return null;
      await this.#change;
    }
    const citizens = [...this.#ready].slice(0, most);
    return citizens.flatMap((citizen) => {
      this.#ready.delete(citizen);
      return this.#waiting.get(citizen)?.slice(0, 1) ?? [];
    });
  }

  /** Lines that were taken are done with: the next ones of their citizens may be sent. */
  done(lines: readonly Line[]): void {
    for (const { citizen } of lines) {
      const waiting = this.#waiting.get(citizen) ?? [];
      if (waiting.shift()) this.#size -= 1;
      if (waiting.length > 0) this.#ready.add(citizen);
      else this.#waiting.delete(citizen);
    }
    this.#changed();
  }

  /** No more lines will be added. */
  end(): void {
    this.#isEnded = true;
    this.#changed();
  }

  /** Nothing that waits will be sent. */
  abandon(): void {
    this.#waiting.clear();
    this.#ready.clear();
    this.#size = 0;
    this.end();
  }

  #changed(): void {
    const wake = this.#wake;
    this.#change = this.#nextChange();
    wake();
  }

  #nextChange(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }
}
