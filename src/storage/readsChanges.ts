import { and, asc, eq, sql } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { ChangeRecord } from './records.ts';
import { gathered } from './gathered.ts';
import { key, oneEach, prepareByKey, type ReadByKey } from './readsByKey.ts';
import { changeColumns } from './readsColumns.ts';
import { contactGroupChange } from './schema.ts';

/** Reads of changes by what they are of, and of where the log ends. */
export function createChangeReads(db: PostgresJsDatabase) {
  const ofDecision = and(
    eq(contactGroupChange.citizenId, key('citizen_id')),
    eq(contactGroupChange.sequence, key('sequence')),
  );

  const changes = prepareByKey(
    db,
    'changes',
    { citizen_id: 'uuid', sequence: 'int', ordinal: 'int' },
    db
      .select(changeColumns)
      .from(contactGroupChange)
      .where(and(ofDecision, eq(contactGroupChange.ordinal, key('ordinal')))),
  );
  const changesOfDecisions = prepareByKey(
    db,
    'changes_of_decisions',
    { citizen_id: 'uuid', sequence: 'int' },
    db
      .select(changeColumns)
      .from(contactGroupChange)
      .where(ofDecision)
      .orderBy(asc(contactGroupChange.ordinal)),
  );

  const changeHead = db
    .select({ head: sql<number>`coalesce(max(${contactGroupChange.position}), 0)`.mapWith(Number) })
    .from(contactGroupChange)
    .prepare('change_head');

  const reads: {
    /** Changes by decision and place among its changes. */
    changes: ReadByKey<Pick<ChangeRecord, 'citizenId' | 'sequence' | 'ordinal'>, ChangeRecord | null>;
    /** What decisions did, in the order in which it happened. */
    changesOfDecisions: ReadByKey<Pick<ChangeRecord, 'citizenId' | 'sequence'>, readonly ChangeRecord[]>;
    /** Position of the newest change; 0 where there is none. */
    changeHead: () => Promise<number>;
  } = {
    changes: gathered(async (asked) =>
      oneEach(
        await changes({
          citizen_id: asked.map((one) => one.citizenId),
          sequence: asked.map((one) => one.sequence),
          ordinal: asked.map((one) => one.ordinal),
        }),
      ),
    ),
    changesOfDecisions: gathered((asked) =>
      changesOfDecisions({
        citizen_id: asked.map((one) => one.citizenId),
        sequence: asked.map((one) => one.sequence),
      }),
    ),
    changeHead: async () => (await changeHead.execute())[0]?.head ?? 0,
  };
  return reads;
}
