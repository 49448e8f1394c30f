import { findEmbeddedPostgres } from '../embedded/running.ts';
import { startEmbeddedPostgres } from '../embedded/postgres.ts';
import { connect, type DatabaseAddress, type DatabaseClient } from '../storage/address.ts';

/** Where an operator's database is. */
export interface DatabasePlace {
  /** Null for the embedded database. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
}

/** A database that is there: reached where a process serves it, started where none does. */
export interface OpenedDatabase {
  readonly sql: DatabaseClient;
  close(): Promise<void>;
}

/** Opens a database that exists. Throws where there is none; it never makes one. */
export async function openDatabase({ databaseUrl, dataDir }: DatabasePlace): Promise<OpenedDatabase> {
  if (databaseUrl !== null) return opened(databaseUrl);
  const found = await findEmbeddedPostgres(dataDir);
  if (found.kind === 'running') return opened(found.connection);
  if (found.kind === 'absent')
    throw new Error(`There is no database in ${dataDir}: set DATABASE_URL or DATA_DIR.`);
  const postgres = await startEmbeddedPostgres({ dataDir });
  return opened(postgres.connection, () => postgres.stop());
}

function opened(address: DatabaseAddress, stop: () => Promise<void> = () => Promise.resolve()) {
  const sql = connect(address, { max: 1, applicationName: 'dfdg-verify' });
  return {
    sql,
    async close() {
      await sql.end({ timeout: 5 });
      await stop();
    },
  };
}
