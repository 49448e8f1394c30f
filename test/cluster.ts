import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../src/embedded/postgres.ts';
import { connect, type DatabaseParts } from '../src/storage/address.ts';
import { migrate } from '../src/storage/migrate.ts';

declare module 'vitest' {
  /** What the test files are given by the run. */
  interface ProvidedContext {
    cluster: DatabaseParts;
  }
}

/** The database that every test database is a copy of; nothing may be connected to it. */
export const TEMPLATE = 'template_dfdg';

/** A cluster of a run. */
interface Cluster {
  readonly connection: DatabaseParts;
  readonly stop: () => Promise<void>;
}

/** One cluster for the whole run: that of TEST_DATABASE_URL, or one in a temporary folder. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { TEST_DATABASE_URL: url } = process.env;
  const { connection, stop } = url ? clusterAt(new URL(url)) : await temporaryCluster();
  const sql = connect({ ...connection, database: 'postgres' }, { max: 1 });
  await sql.unsafe(`DROP DATABASE IF EXISTS ${TEMPLATE}`);
  await sql.unsafe(`CREATE DATABASE ${TEMPLATE}`);
  await sql.end();
  await migrate({ ...connection, database: TEMPLATE });
  project.provide('cluster', connection);
  return stop;
}

/** A server that runs already: for other versions than the embedded one. It asks for no password. */
function clusterAt({ hostname, port, username }: URL): Cluster {
  const connection = {
    host: decodeURIComponent(hostname),
    port: Number(port || 5432),
    database: 'postgres',
    username: decodeURIComponent(username),
  };
  return { connection, stop: () => Promise.resolve() };
}

/** What a power cut would do to it does not matter. */
async function temporaryCluster(): Promise<Cluster> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dfdg-test-'));
  const postgres = await startEmbeddedPostgres({
    dataDir,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  });
  return {
    connection: postgres.connection,
    async stop() {
      await postgres.stop('immediate');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
