import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { readPostmaster, waitUntilFree } from './lockfile.ts';
import type { LogFile } from './logfile.ts';
import { spawnArguments } from './program.ts';
import { toArguments, type Settings } from './settings.ts';
import { startWatchdog } from './watchdog.ts';

/** PostgreSQL's shutdowns: wait for the clients, cut them off, or stop dead (and recover at the next start). */
export type StopMode = 'smart' | 'fast' | 'immediate';

const SIGNALS = { smart: 'SIGTERM', fast: 'SIGINT', immediate: 'SIGQUIT' } as const satisfies Record<
  StopMode,
  NodeJS.Signals
>;

/** One run of the PostgreSQL server. */
export interface RunningServer {
  pid: number;
  /** Resolves when the run has ended, with how: an exit code or a signal. */
  ended: Promise<string>;
  stop(mode: StopMode): Promise<void>;
}

/** What a run needs; the same for every run on a folder. */
export interface ServerOptions {
  cluster: string;
  binaries: Binaries;
  account: Account;
  settings: Settings;
  logFile: LogFile;
}

/** Starts PostgreSQL on a complete data folder and waits until it serves, after recovery if it was killed. */
export async function launchServer({
  cluster,
  binaries,
  account,
  settings,
  logFile,
}: ServerOptions): Promise<RunningServer> {
  await waitUntilFree(cluster);
  const watchdog = startWatchdog();
  const [path, args, session] = spawnArguments({
    path: binaries.postgres,
    folder: cluster,
    args: toArguments(settings),
    account,
  });
  const child = spawn(path, args, { ...session, stdio: ['ignore', logFile.fd, logFile.fd] });
  watchdog.watch(child);
  let running = true;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('exit', (code, signal) => {
      resolve(signal ?? `exit code ${String(code)}`);
    });
  }).finally(() => {
    running = false;
    watchdog.stop();
  });
  const { pid = 0 } = child;
  for (;;) {
    const postmaster = await readPostmaster(cluster);
    if (postmaster?.pid === pid && postmaster.status === 'ready') break;
    await Promise.race([ended, sleep(10)]);
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- changed by the promise above
    if (running) continue;
    // Two starts at the same moment: the one that lost hears of the other rather than of PostgreSQL's lock.
    await waitUntilFree(cluster);
    throw new Error(`PostgreSQL did not start (${await ended}): ${await logFile.lastComplaint()}`);
  }
  return {
    pid,
    ended,
    async stop(mode) {
      if (running) child.kill(SIGNALS[mode]);
      await ended;
    },
  };
}
