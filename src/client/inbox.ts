import type { Answer } from './answer.ts';
import { Interrupted } from './errors.ts';
import type { Sink } from './subscribe.ts';

/** How many answers wait at most. */
const limit = 1000;

/** What has come from a subscription and is not yet read. It forgets rather than grow: the log has it all. */
export class Inbox implements Sink {
  /** How many answers have come so far. */
  arrived = 0;
  #answers: Answer[] = [];
  #isOpen = false;
  #end: Error | null = null;
  #wake: () => void = () => undefined;

  opened(): void {
    this.#isOpen = true;
    this.#wake();
  }

  next(answer: Answer): void {
    this.arrived += 1;
    if (this.#answers.length === limit) this.clear();
    this.#answers.push(answer);
    this.#wake();
  }

  ended(reason: Error): void {
    this.#end ??= reason;
    this.#wake();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#answers = [];
  }

  /** Waits until it is connected. Throws where that takes too long, and where it ends before. */
  async opening(milliseconds: number): Promise<void> {
    if (!this.#isOpen && !this.#end) await this.#news(milliseconds);
    if (this.#end) throw this.#end;
    if (!this.#isOpen) throw new Interrupted('No connection in time');
  }

  /** The next answer, or null where none comes in time. Throws the reason of the end once all is read. */
  async take(milliseconds: number): Promise<Answer | null> {
    if (this.#answers.length === 0 && !this.#end) await this.#news(milliseconds);
    const answer = this.#answers.shift();
    if (!answer && this.#end) throw this.#end;
    return answer ?? null;
  }

  #news(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
