import type { Terminal } from '../terminal.ts';

/** How often it is told how far it has come, in milliseconds. */
const every = { terminal: 200, elsewhere: 3_000 };

/** Tells how far it has come: a bar on a terminal, and a line now and then elsewhere. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #bytes: number | null;
  readonly #started = Date.now();
  readonly #timer: NodeJS.Timeout;
  #lines = 0;
  #done = 0;
  #waiting: string | null = null;

  /** `bytes` is the size of the whole; null where nobody knows. */
  constructor(terminal: Terminal, bytes: number | null) {
    this.#terminal = terminal;
    this.#bytes = bytes;
    const isShown = terminal.columns() !== null;
    this.#timer = setInterval(
      () => {
        terminal.err(isShown ? `\r\u001b[K${this.text()}` : `${this.text()}\n`);
      },
      isShown ? every.terminal : every.elsewhere,
    );
  }

  get seconds(): number {
    return (Date.now() - this.#started) / 1000;
  }

  /** A line is done with. */
  add(bytes: number): void {
    this.#lines += 1;
    this.#done += bytes;
    this.#waiting = null;
  }

  /** Something has to be sent again. */
  wait(why: string): void {
    this.#waiting = why;
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#terminal.columns() !== null) this.#terminal.err('\r\u001b[K');
  }

  text(): string {
    const rate = this.#lines / Math.max(this.seconds, 0.001);
    const words = [`${this.#lines} decisions`, `${Math.round(rate)}/s`];
    let bar = '';
    if (this.#bytes !== null && this.#bytes > 0) {
      const share = Math.min(this.#done / this.#bytes, 1);
      words.unshift(`${Math.floor(share * 100)} %`);
      if (share > 0) words.push(`${clock((this.seconds * (1 - share)) / share)} left`);
      if (this.#terminal.columns() !== null) bar = `[${'#'.repeat(share * 20).padEnd(20, '-')}] `;
    }
    if (this.#waiting !== null) words.push(`sending again (${this.#waiting})`);
    const text = bar + words.join(', ');
    return text.slice(0, (this.#terminal.columns() ?? Infinity) - 1);
  }
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
