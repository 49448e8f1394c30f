import { mkdir, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { urlOf, type DatabaseParts } from '../storage/address.ts';
import { chooseAccount, giveTo } from './account.ts';
import { packagedBinaries, prepareBinaries } from './binaries.ts';
import { clusterVersion, DATABASE, initializeCluster } from './initialize.ts';
import { openLogFile } from './logfile.ts';
import { launchServer, type StopMode } from './server.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';
import { chooseSocketFolder, PORT } from './socket.ts';
import { Supervisor } from './supervisor.ts';

/** How the embedded PostgreSQL is started. */
export interface EmbeddedPostgresOptions {
  /** The folder that keeps the data: PostgreSQL's own is `postgres` in it, its log `postgres.log`. */
  dataDir: string;
  /** Added to the defaults, and stronger. */
  settings?: Settings;
  /** Hears what is worth knowing, a line each. */
  log?: (line: string) => void;
}

/** A PostgreSQL that belongs to this process: it ends when this process does, in whatever way. */
export interface EmbeddedPostgres {
  connection: DatabaseParts;
  /** The connection as a URL that psql understands as well. */
  url: string;
  /** The process id of the server that runs now. */
  readonly pid: number;
  /** Stops it; `fast` unless said otherwise. */
  stop(mode?: StopMode): Promise<void>;
  /** Stops it and starts it again under the same address. */
  restart(mode?: StopMode): Promise<void>;
}

/**
 * Starts PostgreSQL from the platform's npm package, on a new folder or on one with data. Throws one sentence that
 * tells what is wrong: no package for the platform, a folder of another version, a folder in use. A server that ends
 * unasked is started again.
 */
export async function startEmbeddedPostgres({
  dataDir,
  settings = {},
  log = () => undefined,
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  await mkdir(dataDir, { recursive: true });
  const folder = await realpath(dataDir);
  const cluster = join(folder, 'postgres');
  const account = await chooseAccount(folder, cluster);
  const binaries = await prepareBinaries(packagedBinaries(), account, [folder, '/var/cache', tmpdir()]);
  if ((await clusterVersion(cluster)) === undefined) {
    log(`making a new PostgreSQL ${binaries.major} data folder: ${cluster}`);
    await initializeCluster(cluster, binaries, account);
  }
  const version = await clusterVersion(cluster);
  if (version !== binaries.major) {
    throw new Error(
      `${cluster} is of PostgreSQL ${String(version)}, this is ${binaries.major}: migrate it with dump and restore, or choose another data folder.`,
    );
  }
  await giveTo(account, cluster);
  const socket = await chooseSocketFolder(cluster, account);
  const logFile = await openLogFile(join(folder, 'postgres.log'), account);
  const options = {
    cluster,
    binaries,
    account,
    settings: {
      ...DEFAULT_SETTINGS,
      ...settings,
      unix_socket_directories: socket.setting,
      port: String(PORT),
    },
    logFile,
  };
  const supervisor = new Supervisor(() => launchServer(options), log);
  const close = async () => {
    await logFile.close();
    await socket.remove();
  };
  try {
    await supervisor.start();
  } catch (error) {
    await close();
    throw error;
  }
  const connection = { host: socket.path, port: PORT, ...DATABASE };
  return {
    connection,
    url: urlOf(connection),
    get pid() {
      return supervisor.pid;
    },
    async stop(mode = 'fast') {
      await supervisor.stop(mode);
      await close();
    },
    async restart(mode = 'fast') {
      await supervisor.stop(mode);
      await supervisor.start();
    },
  };
}
