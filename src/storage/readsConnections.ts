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
  const application = sql<string>`application_name`;
  const state = sql<string>`coalesce(state, 'unknown')`;
  const connections = db
    .select({
      application: application.as('application'),
      state: state.as('state'),
      count: sql<number>`count(*)::int`.as('count'),
    })
    .from(sql`pg_stat_activity`)
    .where(sql`datname = current_database() and application_name like 'dfdg-%'`)
    .groupBy(application, state)
    .prepare('connections');
  return {
    /** The connections of all instances, as the database sees them. */
    connections: (): Promise<Connections[]> => connections.execute(),
  };
}
