import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import { connect, type DatabaseAddress } from './address.ts';
import { codeOf } from './faults.ts';

const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url));

// Any number that no other advisory lock of this database uses.
const migrationLock = 4_706_100;

// By which a migration says in one sentence that it does not fit the database.
const notInPrerequisiteState = '55000';

/**
 * Brings the database's tables up to date. Several instances may start at once: one migrates, the others wait for the
 * lock and then find nothing to do. It has a connection of its own, since migrations do run in a transaction block.
 */
export async function migrate(address: DatabaseAddress): Promise<void> {
  const sql = connect(address, { max: 1, applicationName: 'dfdg-migrations' });
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    await runMigrations(drizzle(sql), { migrationsFolder }).catch((error: unknown) => {
      throw refusalOf(error) ?? error;
    });
  } finally {
    // The lock ends with the connection.
    await sql.end({ timeout: 5 });
  }
}

function refusalOf(error: unknown): Error | null {
  const cause = error instanceof Error ? (error.cause ?? error) : null;
  return cause instanceof Error && codeOf(error) === notInPrerequisiteState ? new Error(cause.message) : null;
}
