import { and, asc, desc, eq, gte, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { ContactGroupRecord } from './records.ts';
import { gathered } from './gathered.ts';
import { key, keys, listEach, oneEach, place, type ReadByKey } from './readsByKey.ts';
import { contactGroupColumns } from './readsColumns.ts';
import { pageArguments, pageEach, takeOf, type Page, type PageKey } from './readsPages.ts';
import { contactGroup } from './schema.ts';

/** Reads of contact groups. */
export function createContactGroupReads(db: PostgresJsDatabase) {
  const columns = { place, ...contactGroupColumns };
  const ofCitizen = eq(contactGroup.citizenId, key('citizen_id'));

  const contactGroups = db
    .select(columns)
    .from(keys({ citizen_id: 'uuid', opened_by: 'int' }))
    .innerJoin(contactGroup, and(ofCitizen, eq(contactGroup.openedBy, key('opened_by'))))
    .prepare('contact_groups');

  const openContactGroups = db
    .select(columns)
    .from(keys({ citizen_id: 'uuid' }))
    .innerJoin(contactGroup, and(ofCitizen, isNull(contactGroup.closedBy)))
    .orderBy(asc(contactGroup.contactGroup))
    .prepare('open_contact_groups');

  // As text: Drizzle leaves an array of dates unserialised.
  const onDate = sql`${key('on_date')}::date`;
  const notEndedBefore = or(isNull(contactGroup.endDate), gte(contactGroup.endDate, onDate));
  const contactGroupsOn = db
    .select(columns)
    .from(keys({ citizen_id: 'uuid', on_date: 'text' }))
    .innerJoin(contactGroup, and(ofCitizen, lte(contactGroup.startDate, onDate), notEndedBefore))
    .orderBy(asc(contactGroup.contactGroup), asc(contactGroup.openedBy))
    .prepare('contact_groups_on');

  const page = db
    .select(contactGroupColumns)
    .from(contactGroup)
    .where(and(ofCitizen, lt(contactGroup.openedBy, key('before'))))
    .orderBy(desc(contactGroup.openedBy))
    .limit(sql.placeholder('take'))
    .as('page');
  const contactGroupPages = db
    .select({ place, ...page._.selectedFields })
    .from(keys({ citizen_id: 'uuid', before: 'int' }))
    .innerJoinLateral(page, sql`true`)
    .orderBy(desc(page.openedBy))
    .prepare('contact_group_pages');

  const reads: {
    /** Groups by the decision that opened each. */
    contactGroups: ReadByKey<Pick<ContactGroupRecord, 'citizenId' | 'openedBy'>, ContactGroupRecord | null>;
    /** The open groups of citizens, ordered by code. */
    openContactGroups: ReadByKey<string, readonly ContactGroupRecord[]>;
    /** The groups that citizens were in on a date, ordered by code. */
    contactGroupsOn: ReadByKey<{ citizenId: string; on: string }, readonly ContactGroupRecord[]>;
    /** Pages of citizens' groups; `before` is an `openedBy`. */
    contactGroupPages: ReadByKey<PageKey, Page<ContactGroupRecord>>;
  } = {
    contactGroups: gathered((asked) =>
      oneEach(
        asked.length,
        contactGroups.execute({
          citizen_id: asked.map((one) => one.citizenId),
          opened_by: asked.map((one) => one.openedBy),
        }),
      ),
    ),
    openContactGroups: gathered((citizenIds) =>
      listEach(citizenIds.length, openContactGroups.execute({ citizen_id: citizenIds })),
    ),
    contactGroupsOn: gathered((asked) =>
      listEach(
        asked.length,
        contactGroupsOn.execute({
          citizen_id: asked.map((one) => one.citizenId),
          on_date: asked.map((one) => one.on),
        }),
      ),
    ),
    contactGroupPages: gathered(
      (asked) => pageEach(asked, contactGroupPages.execute(pageArguments(asked))),
      takeOf,
    ),
  };
  return reads;
}
