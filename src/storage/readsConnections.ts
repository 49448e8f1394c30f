import { sql } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';

/** Connections to the database that are for the same and in the same state. */
export interface Connections {
  /** `dfdg-reads`, `dfdg-commands` … */
  readonly application: string;
  /** PostgreSQL's own word: `active`, `idle` … */
  readonly state: string;
  readonly count: number;
}

/** Reads of what the database says of its connections. */
export function createConnectionReads(db: PostgresJsDatabase) {
  const connections = db
    .select({
      application: sql<string>`application`,
      state: sql<string>`state`,
      count: sql<number>`count`,
    })
    .from(sql`server_connections()`)
    .prepare('connections');
  return {
    /** The connections of all instances, as the database sees them. */
    connections: (): Promise<Connections[]> => connections.execute(),
  };
}
