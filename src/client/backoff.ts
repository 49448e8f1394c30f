/** The ceiling of the first wait, in milliseconds; it doubles with each. */
const first = 500;

/** Waits between attempts: longer each time up to a bound, and by chance, so that clients do not come all at once. */
export class Backoff {
  #ceiling = first;
  readonly #atMost: number;

  constructor(atMost: number) {
    this.#atMost = atMost;
  }

  /** Begins anew with short waits. */
  reset(): void {
    this.#ceiling = first;
  }

  /** Waits, but no longer than until the signal. */
  async wait(signal: AbortSignal): Promise<void> {
    const ceiling = Math.min(this.#ceiling, this.#atMost);
    this.#ceiling = ceiling * 2;
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.random() * ceiling);
      signal.addEventListener('abort', done);
    });
  }
}
