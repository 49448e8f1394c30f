import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cprEnvironment } from '../cprKeys.ts';
import { mortal } from '../mortal.ts';
import type { Product } from './product.ts';

/** A server process under a supervisor: whatever ends it, it is started again at once on the same port. */
export class Instance {
  readonly url: string;
  readonly #spawn: () => ChildProcess;
  readonly #logFile: string;
  #child: ChildProcess;
  #wasReady = false;
  #stopping = false;
  /** Ends that nobody asked for after it had been ready: the one thing that must never happen. */
  unaskedEnds: string[] = [];

  private constructor(url: string, logFile: string, spawnChild: () => ChildProcess) {
    this.url = url;
    this.#logFile = logFile;
    this.#spawn = spawnChild;
    this.#child = this.#start();
  }

  /** Starts one; its output goes to a file in the product's folder. */
  static async start(name: string, product: Product, databaseUrl: string): Promise<Instance> {
    const port = await freePort();
    const logFile = join(product.folder, `${name}.log`);
    const env = {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: 'warn',
      NODE_ENV: 'development',
      ...cprEnvironment,
    };
    const main = join(product.folder, 'dist/server/main.js');
    const instance = new Instance(`http://127.0.0.1:${port}`, logFile, () => {
      const out = openSync(logFile, 'a');
      const child = spawn(process.execPath, [...mortal, main], {
        cwd: product.folder,
        env,
        stdio: ['pipe', out, out],
      });
      closeSync(out);
      return child;
    });
    for (let tries = 0; !instance.#wasReady; tries += 1) {
      if (tries === 600) throw new Error(`${name} does not come up: see ${logFile}`);
      await delay(50);
    }
    return instance;
  }

  /** True where it was running. */
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): boolean {
    return this.#child.exitCode === null && this.#child.kill(signal);
  }

  /** What its processes logged: faults that nobody caught, and how many command threads kept silent too long. */
  log(): { readonly uncaught: readonly string[]; readonly silent: number } {
    const lines = readFileSync(this.#logFile, 'utf8').split('\n');
    return {
      uncaught: lines.filter((line) => /a fault that nobody caught|A command thread failed/.test(line)),
      silent: lines.filter((line) => line.includes('A command thread hangs')).length,
    };
  }

  /** Ends it for good. */
  end(): void {
    this.#stopping = true;
    this.#child.kill('SIGKILL');
  }

  #start(): ChildProcess {
    const child = this.#spawn();
    this.#wasReady = false;
    child.once('exit', (code, signal) => {
      if (this.#stopping) return;
      if (signal !== 'SIGKILL' && this.#wasReady)
        this.unaskedEnds.push(signal ?? `exit status ${String(code)}`);
      // One that could not start, since the database was down, is started again a little later.
      setTimeout(() => !this.#stopping && (this.#child = this.#start()), signal === 'SIGKILL' ? 0 : 200);
    });
    void this.#awaitReady(child);
    return child;
  }

  async #awaitReady(child: ChildProcess): Promise<void> {
    while (child.exitCode === null && child.signalCode === null && !this.#stopping) {
      await delay(100);
      const isReady = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(1_000) }).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isReady && child === this.#child) this.#wasReady = true;
      if (isReady) return;
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
