import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningServer, StopMode } from './server.ts';

const RETRY_MS = 500;

/** Keeps one server running: one that ends unasked (say, for want of memory) is started again. */
export class Supervisor {
  readonly #launch: () => Promise<RunningServer>;
  readonly #log: (line: string) => void;
  #server: RunningServer | undefined;
  #wanted = false;
  #revival = Promise.resolve();

  constructor(launch: () => Promise<RunningServer>, log: (line: string) => void) {
    this.#launch = launch;
    this.#log = log;
  }

  /** The process id of the last run. */
  get pid(): number {
    return this.#server?.pid ?? 0;
  }

  /** Starts the server; throws where it does not start. */
  async start(): Promise<void> {
    this.#wanted = true;
    const server = await this.#launch();
    this.#server = server;
    void server.ended.then((how) => {
      if (!this.#wanted) return;
      this.#log(`PostgreSQL ended unasked (${how}): starting it again`);
      this.#revival = this.#revive();
    });
  }

  /** Stops the server for good, or until `start`. */
  async stop(mode: StopMode): Promise<void> {
    this.#wanted = false;
    await this.#revival;
    await this.#server?.stop(mode);
  }

  async #revive(): Promise<void> {
    while (this.#wanted) {
      try {
        await this.start();
        return;
      } catch (error) {
        this.#log(error instanceof Error ? error.message : String(error));
        await sleep(RETRY_MS);
      }
    }
  }
}
