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

/** One cluster for the whole run, in a temporary folder; what a power cut would do to it does not matter. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dfdg-test-'));
  const cluster = await startEmbeddedPostgres({
    dataDir,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  });
  const sql = connect({ ...cluster.connection, database: 'postgres' }, { max: 1 });
  await sql.unsafe(`CREATE DATABASE ${TEMPLATE}`);
  await sql.end();
  await migrate({ ...cluster.connection, database: TEMPLATE });
  project.provide('cluster', cluster.connection);
  return async () => {
    await cluster.stop('immediate');
    await rm(dataDir, { recursive: true, force: true });
  };
}
