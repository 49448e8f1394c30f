import { and, desc, eq, lt } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { AccessRecord } from './records.ts';
import { key, keyTake, prepareByKey, type ReadByKey } from './readsByKey.ts';
import { accessColumns } from './readsColumns.ts';
import { pageArguments, pageColumns, pageEach, type Page, type PageKey } from './readsPages.ts';
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
    { ...pageColumns, before: 'bigint' },
    db.select(accessColumns).from(accessLog).where(isPage).orderBy(desc(accessLog.number)).limit(keyTake),
  );

  const reads: {
    /** Pages of what was learned of citizens or changed, the latest first; `before` is a number of the log. */
    accessPages: ReadByKey<PageKey, Page<AccessRecord>>;
  } = {
    accessPages: async (asked) =>
      pageEach(asked, await accessPages(pageArguments(asked, Number.MAX_SAFE_INTEGER))),
  };
  return reads;
}
