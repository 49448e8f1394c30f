import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/embedded/postgres.ts';
import {
  connect,
  type DatabaseAddress,
  type DatabaseClient,
  type DatabaseParts,
} from '../../src/storage/address.ts';

/** Whether this run is root's, which can also try what an ordinary user meets. */
export const isRoot = process.getuid?.() === 0;

/** An ordinary user that every machine has. */
export const nobody = { uid: 65534, gid: 65534 };

/** The script of a process that holds an embedded PostgreSQL. */
export const childScript = fileURLToPath(new URL('child.ts', import.meta.url));

/** A new folder that is removed when the test is over; only its owner can enter it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dfdg-embedded-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return folder;
}

/** An embedded PostgreSQL in this process, stopped when the test is over. */
export async function start(dataDir: string, log?: (line: string) => void): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, ...(log && { log }) });
  onTestFinished(() => server.stop('immediate'));
  return server;
}

/** A client that is closed when the test is over. */
export function client(address: DatabaseAddress): DatabaseClient {
  const sql = connect(address, { max: 1 });
  onTestFinished(() => sql.end({ timeout: 1 }));
  return sql;
}

/** What a child tells about its start. */
export interface ChildServer {
  pid: number;
  connection: DatabaseParts;
  url: string;
  error?: string;
}

/** Another process with an embedded PostgreSQL on the folder, killed when the test is over. */
export async function spawnChild(
  dataDir: string,
  options: { uid?: number; gid?: number; env?: Record<string, string> } = {},
): Promise<{ child: ChildProcess; started: Promise<ChildServer> }> {
  const { env, ...account } = options;
  const child = spawn(process.execPath, ['--import', 'tsx', childScript, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], ...env },
    ...account,
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  const started = lines.next().then(({ value }) => JSON.parse(value as string) as ChildServer);
  onTestFinished(async () => {
    await kill(child);
    const server = await started.catch(() => undefined);
    if (server?.pid !== undefined) await untilGone(server.pid);
  });
  return { child, started };
}

/** Kills a child so that it cannot tidy up. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Waits until the process runs no more, and answers how many milliseconds that took. */
export async function untilGone(pid: number): Promise<number> {
  const start = performance.now();
  while (await isRunning(pid)) await sleep(5);
  return performance.now() - start;
}

/** A process that nobody has collected after its death still has a number, but no command line. */
async function isRunning(pid: number): Promise<boolean> {
  if (process.platform === 'linux') {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')) !== '';
  }
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
