import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { ChangeRecord } from './records.ts';
import { gathered } from './gathered.ts';
import { key, keys, listEach, oneEach, place, type ReadByKey } from './readsByKey.ts';
import { changeColumns } from './readsColumns.ts';
import { pageOf, type Page } from './readsPages.ts';
import { contactGroupChange } from './schema.ts';

/** Which page of the change log: at most `first` changes, those after a position (0: from the beginning). */
export interface ChangePageKey {
  readonly first: number;
  readonly after: number;
  /** Only what one of these municipalities hears of; null for all. */
  readonly municipalities: readonly string[] | null;
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

  // Two short walks of two indexes for each municipality: with `or` PostgreSQL walks the whole log.
  const municipalities = sql`${sql.placeholder('municipalities')}::text[]`;
  const heard = unionAll(
    db
      .select(changeColumns)
      .from(contactGroupChange)
      .where(and(eq(contactGroupChange.municipalityCode, key('municipality')), after))
      .orderBy(inOrder)
      .limit(take),
    db
      .select(changeColumns)
      .from(contactGroupChange)
      .where(
        and(
          eq(contactGroupChange.otherMunicipalityCode, key('municipality')),
          // Heard once, however many of the municipalities hear of it.
          sql`${contactGroupChange.municipalityCode} <> all(${municipalities})`,
          after,
        ),
      )
      .orderBy(inOrder)
      .limit(take),
  ).as('heard');
  const changePageOfMunicipalities = db
    .select(heard._.selectedFields)
    .from(sql`unnest(${municipalities}) as key(municipality)`)
    .innerJoinLateral(heard, sql`true`)
    .orderBy(asc(heard.position))
    .limit(take)
    .prepare('change_page_of_municipalities');

  const changePageOfCitizen = db
    .select(changeColumns)
    .from(contactGroupChange)
    .where(
      and(
        eq(contactGroupChange.citizenId, sql.placeholder('citizen_id')),
        after,
        sql`(${municipalities} is null or ${contactGroupChange.municipalityCode} = any(${municipalities})
          or ${contactGroupChange.otherMunicipalityCode} = any(${municipalities}))`,
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
    changes: gathered((asked) =>
      oneEach(
        asked.length,
        changes.execute({
          citizen_id: asked.map((one) => one.citizenId),
          sequence: asked.map((one) => one.sequence),
          ordinal: asked.map((one) => one.ordinal),
        }),
      ),
    ),
    changesOfDecisions: gathered((asked) =>
      listEach(
        asked.length,
        changesOfDecisions.execute({
          citizen_id: asked.map((one) => one.citizenId),
          sequence: asked.map((one) => one.sequence),
        }),
      ),
    ),
    changePage: async ({ first, after, municipalities, citizenId: citizen_id }) => {
      const bounds = { after, take: first + 1 };
      const rows =
        citizen_id !== null
          ? changePageOfCitizen.execute({ ...bounds, citizen_id, municipalities })
          : municipalities !== null
            ? changePageOfMunicipalities.execute({ ...bounds, municipalities })
            : changePage.execute(bounds);
      return pageOf(await rows, first);
    },
    changeHead: async () => (await changeHead.execute())[0]?.head ?? 0,
  };
  return reads;
}
