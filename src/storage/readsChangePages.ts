import { and, asc, desc, eq, gt, lt, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { ChangeRecord } from './records.ts';
import { key, prepareList } from './readsByKey.ts';
import { changeColumns } from './readsColumns.ts';
import { pageOf, type Page } from './readsPages.ts';
import { contactGroupChange } from './schema.ts';

/** Which page of the change log: at most `size` changes, from one end of what lies between two positions. */
export interface ChangePageKey {
  readonly end: 'first' | 'last';
  readonly size: number;
  /** Null from the beginning of the log on. */
  readonly after: number | null;
  /** Null up to the end of the log. */
  readonly before: number | null;
  /** Only what one of these municipalities hears of; null for all. */
  readonly municipalities: readonly string[] | null;
  /** Only this citizen's changes; null for all. */
  readonly citizenId: string | null;
}

/** Reads of the change log by page. Positions are its commit order. */
export function createChangePageReads(db: PostgresJsDatabase) {
  const from = { first: pagesFrom(db, 'first'), last: pagesFrom(db, 'last') };
  return {
    /** A page of the log, the oldest first, whichever end it is taken from. */
    changePage: async ({ end, size, citizenId, ...asked }: ChangePageKey): Promise<Page<ChangeRecord>> => {
      const { municipalities } = asked;
      const bounds = {
        after: asked.after ?? 0,
        before: asked.before ?? Number.MAX_SAFE_INTEGER,
        take: size + 1,
      };
      const { ofAll, ofMunicipalities, ofCitizen } = from[end];
      const rows =
        citizenId !== null
          ? ofCitizen({ ...bounds, citizen_id: citizenId, municipalities })
          : municipalities !== null
            ? ofMunicipalities({ ...bounds, municipalities })
            : ofAll(bounds);
      const { items, hasMore } = pageOf(await rows, size);
      return { items: end === 'first' ? items : items.toReversed(), hasMore };
    },
  };
}

/** The statements that walk the log from one of its ends. */
function pagesFrom(db: PostgresJsDatabase, end: ChangePageKey['end']) {
  const inOrder = end === 'first' ? asc : desc;
  const { position, municipalityCode, otherMunicipalityCode } = contactGroupChange;
  const between = and(gt(position, sql.placeholder('after')), lt(position, sql.placeholder('before')));
  const take = sql.placeholder('take');
  const changes = () => db.select(changeColumns).from(contactGroupChange);

  // Two short walks of two indexes for each municipality: with `or` PostgreSQL walks the whole log.
  const municipalities = sql`${sql.placeholder('municipalities')}::text[]`;
  const heard = unionAll(
    changes()
      .where(and(eq(municipalityCode, key('municipality')), between))
      .orderBy(inOrder(position))
      .limit(take),
    changes()
      .where(
        and(
          eq(otherMunicipalityCode, key('municipality')),
          // Heard once, however many of the municipalities hear of it.
          sql`${municipalityCode} <> all(${municipalities})`,
          between,
        ),
      )
      .orderBy(inOrder(position))
      .limit(take),
  ).as('heard');

  const ofAll = changes().where(between).orderBy(inOrder(position)).limit(take);
  const ofMunicipalities = db
    .select(heard._.selectedFields)
    .from(sql`unnest(${municipalities}) as key(municipality)`)
    .innerJoinLateral(heard, sql`true`)
    .orderBy(inOrder(heard.position))
    .limit(take);
  const ofCitizen = changes()
    .where(
      and(
        eq(contactGroupChange.citizenId, sql.placeholder('citizen_id')),
        // Not as a condition of the log's index: in a small log the planner would walk that.
        sql`${position} + 0 > ${sql.placeholder('after')} and ${position} + 0 < ${sql.placeholder('before')}`,
        sql`(${municipalities} is null or ${municipalityCode} = any(${municipalities})
          or ${otherMunicipalityCode} = any(${municipalities}))`,
      ),
    )
    .orderBy(inOrder(contactGroupChange.sequence), inOrder(contactGroupChange.ordinal))
    .limit(take);
  return {
    ofAll: prepareList(db, `change_page_${end}`, ofAll),
    ofMunicipalities: prepareList(db, `change_page_of_municipalities_${end}`, ofMunicipalities),
    ofCitizen: prepareList(db, `change_page_of_citizen_${end}`, ofCitizen),
  };
}
