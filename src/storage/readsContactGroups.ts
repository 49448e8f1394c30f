import { and, asc, desc, eq, gte, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { ContactGroupRecord } from './records.ts';
import { gathered } from './gathered.ts';
import { key, oneEach, prepareByKey, type ReadByKey } from './readsByKey.ts';
import { contactGroupColumns } from './readsColumns.ts';
import { pageArguments, pageEach, takeOf, type Page, type PageKey } from './readsPages.ts';
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

  const openContactGroups = prepareByKey(
    db,
    'open_contact_groups',
    { citizen_id: 'uuid' },
    groups()
      .where(and(ofCitizen, isNull(contactGroup.closedBy)))
      .orderBy(asc(contactGroup.contactGroup)),
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
    { citizen_id: 'uuid', before: 'int' },
    groups()
      .where(and(ofCitizen, lt(contactGroup.openedBy, key('before'))))
      .orderBy(desc(contactGroup.openedBy))
      .limit(sql.placeholder('take')),
  );

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
        contactGroups({
          citizen_id: asked.map((one) => one.citizenId),
          opened_by: asked.map((one) => one.openedBy),
        }),
      ),
    ),
    openContactGroups: gathered((citizenIds) => openContactGroups({ citizen_id: citizenIds })),
    contactGroupsOn: gathered((asked) =>
      contactGroupsOn({
        citizen_id: asked.map((one) => one.citizenId),
        on_date: asked.map((one) => one.on),
      }),
    ),
    contactGroupPages: gathered((asked) => pageEach(asked, contactGroupPages(pageArguments(asked))), takeOf),
  };
  return reads;
}
