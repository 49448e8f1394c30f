import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { giveTo, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { exists } from './lockfile.ts';
import { runToEnd } from './program.ts';

/** The database in a new data folder, and the user who owns it. */
export const DATABASE = { database: 'dfdg', username: 'dfdg' } as const;

// The built-in locale sorts alike on every machine, whatever its C library knows and LANG says.
const INITDB = [
  `--username=${DATABASE.username}`,
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--auth-local=trust',
  '--auth-host=reject',
];

// Failed statements stay out of the server's log: their messages can quote a value. Clients get them as ever.
const STATEMENTS = `CREATE DATABASE ${DATABASE.database}
ALTER DATABASE ${DATABASE.database} SET log_min_messages = log
`;

/** The version of PostgreSQL that made the folder; undefined where there is none yet. */
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
 * Makes a new data folder with the database in it. It is made beside its place and then moved there in one step, so
 * that a folder under the final name is always a complete one, whenever this process may be killed.
 */
export async function initializeCluster(
  cluster: string,
  binaries: Binaries,
  account: Account,
): Promise<void> {
  const present = await readdir(cluster).catch(() => []);
  if (present.length > 0) throw new Error(`${cluster} is in the way: it is no PostgreSQL data folder.`);
  await removeLeftovers(cluster);
  const folder = `${cluster}.new-${process.pid}`;
  await mkdir(folder, { mode: 0o700 });
  await giveTo(account, folder);
  await runToEnd({ path: binaries.initdb, folder, args: INITDB, account });
  // The stand-alone mode is chosen by its first argument.
  await runToEnd({ path: binaries.postgres, folder, args: ['--single', 'postgres'], account }, STATEMENTS);
  try {
    await rename(folder, cluster);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    // Another process may have been first on a new folder; it will be met as the folder's server.
    if ((await clusterVersion(cluster)) === undefined) throw error;
  }
  await syncFolder(dirname(cluster));
}

/** Folders of starts that were killed: those of processes that are gone, or that had our number in an earlier life. */
async function removeLeftovers(cluster: string): Promise<void> {
  const prefix = `${basename(cluster)}.new-`;
  for (const name of await readdir(dirname(cluster))) {
    const pid = Number(name.slice(prefix.length));
    if (!name.startsWith(prefix) || (pid !== process.pid && exists(pid))) continue;
    await rm(join(dirname(cluster), name), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** Without this, a power cut could undo the move though data was committed since. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}
