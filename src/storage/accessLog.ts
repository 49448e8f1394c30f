import { json, type DatabaseClient } from './address.ts';

/** What an access was: nothing changed, or something was to. */
export const accessKinds = ['READ', 'WRITE'] as const;

/**
 * What came of it, the gravest first. `ANSWERED`: the caller learned or changed something of the citizen. `REFUSED`: it
 * may not, or its input was at fault. `FAILED`: the fault was here. `NOT_SEEN`: answered as if there were no such citizen.
 */
export const accessOutcomes = ['ANSWERED', 'REFUSED', 'FAILED', 'NOT_SEEN'] as const;

/** The kind of an access. */
export type AccessKind = (typeof accessKinds)[number];

/** The outcome of an access. */
export type AccessOutcome = (typeof accessOutcomes)[number];

/** A row of the access log, before it has its number. It holds no CPR number. */
export interface AccessRow {
  /** RFC 3339 in UTC. */
  readonly at: string;
  readonly citizenId: string | null;
  readonly subject: string;
  readonly municipalities: readonly string[] | null;
  readonly operation: string;
  readonly kind: AccessKind;
  readonly outcome: AccessOutcome;
  readonly requestId: string | null;
}

/** Appends rows in one statement. */
export async function appendAccesses(sql: DatabaseClient, rows: readonly AccessRow[]): Promise<void> {
  await sql`
    insert into access_log (at, citizen_id, subject, municipalities, operation, kind, outcome, request_id)
    select * from json_to_recordset(${json(sql, rows)})
      as t(at timestamptz, "citizenId" uuid, subject text, municipalities text[], operation text, kind access_kind,
        outcome access_outcome, "requestId" text)`;
}

/**
 * Makes the partitions of this month and the next two, and drops those whose last day is more than `months` ago. For the
 * owner of the tables; instances that do it at once wait for each other.
 */
export async function keepAccessMonths(sql: DatabaseClient, months: number): Promise<void> {
  await sql`select keep_access_months(${months}::int)`;
}
