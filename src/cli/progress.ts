import type { Terminal } from './terminal.ts';

/** How often it is told how far it has come, in milliseconds. */
const every = { terminal: 200, elsewhere: 3_000 };

/** Tells how far it has come: a bar on a terminal, and a line now and then elsewhere. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #whole: number | null;
  readonly #what: string;
  readonly #started = Date.now();
  readonly #timer: NodeJS.Timeout;
  #counted = 0;
  #done = 0;
  #waiting: string | null = null;

  /** `whole` is the size of all that is to be done, in any unit; null where nobody knows. `what` is counted. */
  constructor(terminal: Terminal, whole: number | null, what = 'decisions') {
    this.#what = what;
    this.#terminal = terminal;
    this.#whole = whole;
    const isShown = terminal.columns() !== null;
    const show = () => {
      terminal.err(isShown ? `\r\u001b[K${this.text()}` : `${this.text()}\n`);
    };
    if (isShown) show();
    this.#timer = setInterval(show, isShown ? every.terminal : every.elsewhere);
  }

  get seconds(): number {
    return (Date.now() - this.#started) / 1000;
  }

  /** So many are done with, which make so much of the whole. */
  add(counted: number, done: number): void {
    this.#counted += counted;
    this.#done += done;
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
    const rate = this.#counted / Math.max(this.seconds, 0.001);
    const words = [`${this.#counted} ${this.#what}`, `${Math.round(rate)}/s`];
    let bar = '';
    if (this.#whole !== null && this.#whole > 0) {
      const share = Math.min(this.#done / this.#whole, 1);
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
