import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The user PostgreSQL runs as, in the shape `spawn` takes; empty means: as this process. */
export interface Account {
  uid?: number;
  gid?: number;
}

const NOBODY = { uid: 65534, gid: 65534 };

/**
 * PostgreSQL refuses to run as root. Where this process is root, PostgreSQL runs as the owner of its folder, as the
 * owner of the data folder, or as nobody. (initdb wants a user with a name; a mounted folder's owner may have none.)
 */
export async function chooseAccount(dataDir: string, cluster: string): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const clusterOwner = await ownerOf(cluster);
  if (clusterOwner && clusterOwner.uid !== 0) return clusterOwner;
  const folderOwner = await ownerOf(dataDir);
  if (folderOwner && folderOwner.uid !== 0 && (await hasName(folderOwner.uid))) return folderOwner;
  return NOBODY;
}

/** Gives a folder and all in it to the account, unless it has it already. */
export async function giveTo(account: Account, folder: string): Promise<void> {
  const { uid, gid } = account;
  if (uid === undefined || gid === undefined || (await ownerOf(folder))?.uid === uid) return;
  await run('chown', ['-R', `${uid}:${gid}`, folder]);
}

async function ownerOf(folder: string): Promise<{ uid: number; gid: number } | undefined> {
  const found = await stat(folder).catch(() => undefined);
  return found && { uid: found.uid, gid: found.gid };
}

function hasName(uid: number): Promise<boolean> {
  return run('id', ['-nu', String(uid)]).then(
    () => true,
    () => false,
  );
}
