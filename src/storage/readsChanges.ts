import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { ChangeRecord } from './records.ts';
import { key, keys, listEach, oneEach, place, type ReadByKey } from './readsByKey.ts';
import { changeColumns } from './readsColumns.ts';
import { pageOf, type Page } from './readsPages.ts';
import { contactGroupChange } from './schema.ts';

/** Which page of the change log: at most `first` changes, those after a position (0: from the beginning). */
export interface ChangePageKey {
  readonly first: number;
  readonly after: number;
  /** Only what this municipality hears of; null for all. */
  readonly municipalityCode: string | null;
  /** Only this citizen's changes; null for all. */
  readonly citizenId: string | null;
}

/** Reads of the change log. Positions are its commit order. */
export function createChangeReads(db: PostgresJsDatabase) {
  const columns = { place, ...changeColumns };
  const ofDecision = and(
    eq(contactGroupChange.citizenId, key('citizen_id')),
    eq(contactGroupChange.sequence, key('sequence')),
  );

  const changes = db
    .select(columns)
    .from(keys({ citizen_id: 'uuid', sequence: 'int', ordinal: 'int' }))
    .innerJoin(contactGroupChange, and(ofDecision, eq(contactGroupChange.ordinal, key('ordinal'))))
    .prepare('changes');

  const changesOfDecisions = db
    .select(columns)
    .from(keys({ citizen_id: 'uuid', sequence: 'int' }))
    .innerJoin(contactGroupChange, ofDecision)
    .orderBy(asc(contactGroupChange.ordinal))
    .prepare('changes_of_decisions');

  const after = gt(contactGroupChange.position, sql.placeholder('after'));
  const take = sql.placeholder('take');
  const inOrder = asc(contactGroupChange.position);
  const changePage = db
    .select(changeColumns)
    .from(contactGroupChange)
    .where(after)
    .orderBy(inOrder)
    .limit(take)
    .prepare('change_page');

  // Two short walks of two indexes: with `or` PostgreSQL walks the whole log.
  const heardBy = (
    column: typeof contactGroupChange.municipalityCode | typeof contactGroupChange.otherMunicipalityCode,
  ) =>
    db
      .select(changeColumns)
      .from(contactGroupChange)
      .where(and(eq(column, sql.placeholder('municipality')), after))
      .orderBy(inOrder)
      .limit(take);
  const changePageOfMunicipality = unionAll(
    heardBy(contactGroupChange.municipalityCode),
    heardBy(contactGroupChange.otherMunicipalityCode),
  )
    .orderBy(sql`position`)
    .limit(take)
    .prepare('change_page_of_municipality');

  const changePageOfCitizen = db
    .select(changeColumns)
    .from(contactGroupChange)
    .where(
      and(
        eq(contactGroupChange.citizenId, sql.placeholder('citizen_id')),
        after,
        sql`(${sql.placeholder('municipality')}::text is null or ${sql.placeholder('municipality')}::text
          in (${contactGroupChange.municipalityCode}, ${contactGroupChange.otherMunicipalityCode}))`,
      ),
    )
    .orderBy(asc(contactGroupChange.sequence), asc(contactGroupChange.ordinal))
    .limit(take)
    .prepare('change_page_of_citizen');

  const changeHead = db
    .select({ head: sql<number>`coalesce(max(${contactGroupChange.position}), 0)`.mapWith(Number) })
    .from(contactGroupChange)
    .prepare('change_head');

  const reads: {
    /** Changes by decision and place among its changes. */
    changes: ReadByKey<Pick<ChangeRecord, 'citizenId' | 'sequence' | 'ordinal'>, ChangeRecord | null>;
    /** What decisions did, in the order in which it happened. */
    changesOfDecisions: ReadByKey<Pick<ChangeRecord, 'citizenId' | 'sequence'>, readonly ChangeRecord[]>;
    /** A page of the log, the oldest first. */
    changePage: (asked: ChangePageKey) => Promise<Page<ChangeRecord>>;
    /** Position of the newest change; 0 where there is none. */
    changeHead: () => Promise<number>;
  } = {
    changes: (asked) =>
      oneEach(
        asked.length,
        changes.execute({
          citizen_id: asked.map((one) => one.citizenId),
          sequence: asked.map((one) => one.sequence),
          ordinal: asked.map((one) => one.ordinal),
        }),
      ),
    changesOfDecisions: (asked) =>
      listEach(
        asked.length,
        changesOfDecisions.execute({
          citizen_id: asked.map((one) => one.citizenId),
          sequence: asked.map((one) => one.sequence),
        }),
      ),
    changePage: async ({ first, after, municipalityCode: municipality, citizenId: citizen_id }) => {
      const bounds = { after, take: first + 1 };
      const rows =
        citizen_id !== null
          ? changePageOfCitizen.execute({ ...bounds, citizen_id, municipality })
          : municipality !== null
            ? changePageOfMunicipality.execute({ ...bounds, municipality })
            : changePage.execute(bounds);
      return pageOf(await rows, first);
    },
    changeHead: async () => (await changeHead.execute())[0]?.head ?? 0,
  };
  return reads;
}
