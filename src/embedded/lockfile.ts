import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What PostgreSQL writes about itself into `postmaster.pid`. */
export interface Postmaster {
  pid: number;
  socketFolder: string;
  socket: string;
  status: string;
}

/** How long a running server may need to hear from its watchdog that its parent is dead (60 ms were measured). */
const WATCHDOG_MS = 1_000;

/** Reads `postmaster.pid`; undefined where there is none, or it is being written. */
export async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid = '', , , port = '', folder = '', , , status = ''] = text.split('\n');
  if (!Number(pid)) return undefined;
  const socketFolder = resolve(cluster, folder);
  // A stand-alone PostgreSQL writes its process id with a minus sign.
  const id = Math.abs(Number(pid));
  return { pid: id, socketFolder, socket: join(socketFolder, `.s.PGSQL.${port}`), status: status.trim() };
}

/**
 * Waits for a PostgreSQL that is shutting down on this folder, typically because its parent was killed, and removes
 * locks that would keep a new one from starting. Throws where another server lives on the folder.
 */
export async function waitUntilFree(cluster: string): Promise<void> {
  const deadline = Date.now() + WATCHDOG_MS;
  for (;;) {
    const postmaster = await readPostmaster(cluster);
    if (!postmaster) return;
    if (!(await isAlive(postmaster, cluster))) return removeForeignLock(postmaster, cluster);
    if (postmaster.status !== 'stopping' && Date.now() > deadline) {
      throw new Error(
        `Another server is already running on ${cluster} (PostgreSQL process ${postmaster.pid}): stop it, or choose another data folder.`,
      );
    }
    await sleep(20);
  }
}

/** Whether it serves its socket (seen from other containers too), or (on Linux) works in this folder and will. */
async function isAlive({ pid, socket }: Postmaster, cluster: string): Promise<boolean> {
  if (await answers(socket)) return true;
  const workingFolder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  return workingFolder === (await realpath(cluster));
}

/** Whether somebody serves a socket. */
export function answers(socket: string): Promise<boolean> {
  return new Promise((done) => {
    const client = connect(socket);
    client.once('connect', () => {
      client.destroy();
      done(true);
    });
    client.once('error', () => {
      done(false);
    });
  });
}

/**
 * PostgreSQL clears the lock of a dead process away, but believes a lock whose process id was given to another program
 * since: the rule rather than the exception in a container, where ids start from 1 each time.
 */
async function removeForeignLock({ pid, socket }: Postmaster, cluster: string): Promise<void> {
  if (!exists(pid)) return;
  await rm(join(cluster, 'postmaster.pid'), { force: true });
  await rm(`${socket}.lock`, { force: true });
}

/** Whether a process has this number now, be it ours or another user's. */
export function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
