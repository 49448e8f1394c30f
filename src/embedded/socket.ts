import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { giveTo, type Account } from './account.ts';

/** The port only names the socket's file; no network port is opened. */
export const PORT = 5432;

/** The length of `sun_path` less its end, on macOS; Linux has four bytes more. */
const LONGEST_PATH = 103;

/** The folder of the Unix socket; whoever can enter it may connect, so it is closed to all but the account (and root). */
export interface SocketFolder {
  path: string;
  /** The same as PostgreSQL is told it. */
  setting: string;
  remove(): Promise<void>;
}

/** PostgreSQL's own folder, or a private temporary one where that path is too long for a socket. */
export async function chooseSocketFolder(cluster: string, account: Account): Promise<SocketFolder> {
  if (Buffer.byteLength(join(cluster, `.s.PGSQL.${PORT}`)) <= LONGEST_PATH) {
    return { path: cluster, setting: '.', remove: () => Promise.resolve() };
  }
  const path = await mkdtemp(join(tmpdir(), 'dfdg-socket-'));
  await giveTo(account, path);
  return { path, setting: path, remove: () => rm(path, { recursive: true, force: true }) };
}
