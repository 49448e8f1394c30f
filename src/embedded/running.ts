import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseParts } from '../storage/address.ts';
import { clusterVersion, DATABASE } from './initialize.ts';
import { answers, readPostmaster } from './lockfile.ts';
import { PORT } from './socket.ts';

/** The PostgreSQL on a data folder, as another process may find it. */
export type Found =
  { readonly kind: 'running'; readonly connection: DatabaseParts } | { readonly kind: 'stopped' | 'absent' };

/** Looks for the embedded PostgreSQL of a data folder: whether a process serves it now, and whether there is one. */
export async function findEmbeddedPostgres(dataDir: string): Promise<Found> {
  const folder = await realpath(dataDir).catch(() => null);
  if (folder === null) return { kind: 'absent' };
  const cluster = join(folder, 'postgres');
  if ((await clusterVersion(cluster)) === undefined) return { kind: 'absent' };
  const postmaster = await readPostmaster(cluster);
  if (!postmaster || !(await answers(postmaster.socket))) return { kind: 'stopped' };
  return { kind: 'running', connection: { host: postmaster.socketFolder, port: PORT, ...DATABASE } };
}
