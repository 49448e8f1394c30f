import { and, asc, desc, eq, gte, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { ContactGroupRecord } from './records.ts';
import { gathered } from './gathered.ts';
import { key, keyTake, oneEach, prepareByKey, type ReadByKey } from './readsByKey.ts';
import { contactGroupColumns } from './readsColumns.ts';
import { pageArguments, pageColumns, pageEach, type Page, type PageKey } from './readsPages.ts';
import { contactGroup } from './schema.ts';

/** Reads of contact groups. */
export function createContactGroupReads(db: PostgresJsDatabase) {
  const ofCitizen = eq(contactGroup.citizenId, key('citizen_id'));
  const groups = () => db.select(contactGroupColumns).from(contactGroup);

  const contactGroups = prepareByKey(
    db,
    'contact_groups',
    { citizen_id: 'uuid', opened_by: 'int' },
    groups().where(and(ofCitizen, eq(contactGroup.openedBy, key('opened_by')))),
  );

  // As text: Drizzle leaves an array of dates unserialised.
  const onDate = sql`${key('on_date')}::date`;
  const notEndedBefore = or(isNull(contactGroup.endDate), gte(contactGroup.endDate, onDate));
  const contactGroupsOn = prepareByKey(
    db,
    'contact_groups_on',
    { citizen_id: 'uuid', on_date: 'text' },
    groups()
      .where(and(ofCitizen, lte(contactGroup.startDate, onDate), notEndedBefore))
      .orderBy(asc(contactGroup.contactGroup), asc(contactGroup.openedBy)),
  );

  const contactGroupPages = prepareByKey(
    db,
    'contact_group_pages',
    pageColumns,
    groups()
      .where(and(ofCitizen, lt(contactGroup.openedBy, key('before'))))
      .orderBy(desc(contactGroup.openedBy))
      .limit(keyTake),
  );

  const reads: {
    /** Groups by the decision that opened each. */
    contactGroups: ReadByKey<Pick<ContactGroupRecord, 'citizenId' | 'openedBy'>, ContactGroupRecord | null>;
    /** The groups that citizens were in on a date, ordered by code. */
    contactGroupsOn: ReadByKey<{ citizenId: string; on: string }, readonly ContactGroupRecord[]>;
    /** Pages of citizens' groups; `before` is an `openedBy`. */
    contactGroupPages: ReadByKey<PageKey, Page<ContactGroupRecord>>;
  } = {
    contactGroups: gathered(async (asked) =>
      oneEach(
        await contactGroups({
          citizen_id: asked.map((one) => one.citizenId),
          opened_by: asked.map((one) => one.openedBy),
        }),
      ),
    ),
    contactGroupsOn: gathered((asked) =>
      contactGroupsOn({
        citizen_id: asked.map((one) => one.citizenId),
        on_date: asked.map((one) => one.on),
      }),
    ),
    contactGroupPages: gathered(async (asked) =>
      pageEach(asked, await contactGroupPages(pageArguments(asked))),
    ),
  };
  return reads;
}
