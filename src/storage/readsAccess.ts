import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { AccessRecord } from './records.ts';
import { key, prepareByKey, type ReadByKey } from './readsByKey.ts';
import { accessColumns } from './readsColumns.ts';
import { pageArguments, pageEach, type Page, type PageKey } from './readsPages.ts';
import { accessLog } from './schema.ts';

/** Reads of the access log: what a citizen may ask for. */
export function createAccessReads(db: PostgresJsDatabase) {
  const isPage = and(
    eq(accessLog.citizenId, key('citizen_id')),
    lt(accessLog.number, key('before')),
    eq(accessLog.outcome, 'ANSWERED'),
  );
  const accessPages = prepareByKey(
    db,
    'access_pages',
    { citizen_id: 'uuid', before: 'bigint' },
    db
      .select(accessColumns)
      .from(accessLog)
      .where(isPage)
      .orderBy(desc(accessLog.number))
      .limit(sql.placeholder('take')),
  );

  const reads: {
    /** Pages of what was learned of citizens or changed, the latest first; `before` is a number of the log. */
    accessPages: ReadByKey<PageKey, Page<AccessRecord>>;
  } = {
    accessPages: (asked) => pageEach(asked, accessPages(pageArguments(asked, Number.MAX_SAFE_INTEGER))),
  };
  return reads;
}
