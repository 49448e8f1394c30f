import { createHash } from 'node:crypto';
import { lstat, mkdir, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { giveTo, type Account } from './account.ts';

/** The port only names the socket's file; no network port is opened. */
export const PORT = 5432;

/** What `sun_path` holds on macOS; on Linux it is four bytes more. */
const LONGEST_PATH = 103;

/** The folder of the Unix socket; whoever can enter it may connect, so it is closed to all but the account (and root). */
export interface SocketFolder {
  path: string;
  /** The same as PostgreSQL is told it. */
  setting: string;
  /** Takes it away when nobody has a socket in it any more. */
  remove(): Promise<void>;
}

/** PostgreSQL's own folder, or a private temporary one where that path is too long for a socket. */
export async function chooseSocketFolder(cluster: string, account: Account): Promise<SocketFolder> {
  if (Buffer.byteLength(join(cluster, `.s.PGSQL.${PORT}`)) <= LONGEST_PATH) {
    return { path: cluster, setting: '.', remove: () => Promise.resolve() };
  }
  const owner = account.uid ?? process.getuid?.();
  // Always the same name, so that a start after a SIGKILL finds it instead of leaving one more behind.
  const name = createHash('sha256')
    .update(`${String(owner)}:${cluster}`)
    .digest('hex')
    .slice(0, 16);
  const path = join(tmpdir(), `dfdg-socket-${name}`);
  await mkdir(path, { mode: 0o700 }).then(
    () => giveTo(account, path),
    () => undefined,
  );
  const found = await lstat(path);
  if (!found.isDirectory() || found.uid !== owner || (found.mode & 0o077) !== 0) {
    throw new Error(
      `${path}, wanted for PostgreSQL's socket, belongs to somebody else: choose a shorter path for the data folder.`,
    );
  }
  return { path, setting: path, remove: () => rmdir(path).catch(() => undefined) };
}
