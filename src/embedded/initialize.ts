import { spawn } from 'node:child_process';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { giveTo, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { startWatchdog } from './watchdog.ts';

/** The database that a new folder is given, and its owner. */
export interface NewDatabase {
  database: string;
  username: string;
}

/** The version of PostgreSQL that made the folder; undefined where there is no cluster yet. */
export async function clusterVersion(cluster: string): Promise<string | undefined> {
  try {
    return (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(
      `${cluster} cannot be read: run as the user it belongs to, or choose another data folder.`,
      { cause: error },
    );
  }
}

/**
 * Makes a new cluster with the database in it. It is made beside its place and then moved there in one step, so that
 * a folder under the final name is always a complete one, whenever this process may be killed.
 */
export async function initializeCluster(
  cluster: string,
  made: NewDatabase,
  binaries: Binaries,
  account: Account,
): Promise<void> {
  const fresh = `${cluster}.new-${process.pid}`;
  await removeLeftovers(cluster);
  await mkdir(fresh, { mode: 0o700 });
  await giveTo(account, fresh);
  const folder = ['-D', dataArgument(fresh, account)];
  // The built-in locale sorts alike on every machine, whatever its C library knows and LANG says.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  await runToEnd(
    binaries.initdb,
    [...folder, ...locale, '--auth=trust', `--username=${made.username}`],
    fresh,
    account,
  );
  const create = `CREATE DATABASE "${made.database}"\n`;
  await runToEnd(
    binaries.postgres,
    ['--single', ...folder, '-c', 'log_checkpoints=off', 'postgres'],
    fresh,
    account,
    create,
  );
  try {
    await rename(fresh, cluster);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    // Another process may have been first on a new folder; it will be met as the folder's server.
    if ((await clusterVersion(cluster)) === undefined) {
      throw new Error(`${cluster} is in the way: it is no PostgreSQL data folder.`, { cause: error });
    }
  }
  await syncFolder(dirname(cluster));
}

/**
 * How PostgreSQL is told its folder. Where this process is root, a folder above it may be closed to the account
 * (/root); a program whose working folder was set while still root can reach it through /proc all the same.
 */
export function dataArgument(folder: string, account: Account): string {
  return account.uid !== undefined && process.platform === 'linux' ? '/proc/self/cwd' : folder;
}

/** The environment of PostgreSQL's programs: nothing of ours that could steer them (PGDATA, LANG, …). */
export function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C' };
}

async function runToEnd(
  program: string,
  args: string[],
  cwd: string,
  account: Account,
  input = '',
): Promise<void> {
  const watchdog = startWatchdog();
  const child = spawn(program, args, { cwd, env: environment(), detached: true, ...account });
  watchdog.watch(child);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('exit', resolve);
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code, , complaints] = await Promise.all([ended, text(child.stdout), text(child.stderr)]).finally(
    watchdog.stop,
  );
  if (code !== 0 || /ERROR|FATAL/.test(complaints)) {
    throw new Error(`PostgreSQL's data folder could not be made: ${complaints.trim()}`);
  }
}

/** Folders of starts that were killed: those of processes that are gone, or that had our number in an earlier life. */
async function removeLeftovers(cluster: string): Promise<void> {
  const prefix = `${basename(cluster)}.new-`;
  for (const name of await readdir(dirname(cluster))) {
    if (!name.startsWith(prefix) || isOther(Number(name.slice(prefix.length)))) continue;
    await rm(join(dirname(cluster), name), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function isOther(pid: number): boolean {
  try {
    return pid !== process.pid && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Without this, a power cut could undo the move though data was committed since. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}
