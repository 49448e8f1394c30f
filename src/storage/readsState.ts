import { and, asc, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { gathered } from './gathered.ts';
import { key, keyTake, prepareTogether, type ReadByKey } from './readsByKey.ts';
import { citizenColumns, contactGroupColumns, decisionColumns } from './readsColumns.ts';
import { noPage, pageOf, placeBefore, type Page, type PageKey } from './readsPages.ts';
import type { CitizenRecord, ContactGroupRecord, DecisionRecord } from './records.ts';
import { citizen, contactGroup, decision } from './schema.ts';

/** A citizen, and what else is asked for: the open groups, and a page of the decisions. */
export interface StateKey {
  readonly citizenId: string;
  readonly openContactGroups: boolean;
  readonly decisions: Omit<PageKey, 'citizenId'> | null;
}

/** A citizen with what was asked for; null is what was not. */
export interface State {
  readonly citizen: CitizenRecord;
  /** Ordered by code. */
  readonly openContactGroups: readonly ContactGroupRecord[] | null;
  readonly decisions: (Page<DecisionRecord> & Omit<PageKey, 'citizenId'>) | null;
}

/** Reads of what is asked of most citizens: together, since a statement costs as much as what it finds for a citizen. */
export function createStateReads(db: PostgresJsDatabase) {
  const ofCitizen = { citizen_id: 'uuid', open: 'int', before: 'int', take: 'int' };
  const find = prepareTogether(db, 'states', ofCitizen, {
    citizens: db
      .select(citizenColumns)
      .from(citizen)
      .where(eq(citizen.id, key('citizen_id'))),
    openContactGroups: db
      .select(contactGroupColumns)
      .from(contactGroup)
      .where(
        and(
          eq(contactGroup.citizenId, key('citizen_id')),
          isNull(contactGroup.closedBy),
          sql`${key('open')} = 1`,
        ),
      )
      .orderBy(asc(contactGroup.contactGroup)),
    decisions: db
      .select(decisionColumns)
      .from(decision)
      .where(and(eq(decision.citizenId, key('citizen_id')), lt(decision.sequence, key('before'))))
      .orderBy(desc(decision.sequence))
      .limit(keyTake),
  });

  const states: ReadByKey<StateKey, State | null> = gathered(async (asked) => {
    const found = await find({
      citizen_id: asked.map((one) => one.citizenId),
      // postgres.js takes booleans for a single one.
      open: asked.map((one) => Number(one.openContactGroups)),
      before: asked.map(({ decisions }) => placeBefore(decisions?.before)),
      take: asked.map(({ decisions }) => (decisions ? decisions.first + 1 : 0)),
    });
    return found.map(({ citizens: [one], openContactGroups, decisions }, index) => {
      const page = asked[index]?.decisions;
      return one
        ? {
            citizen: one,
            openContactGroups: asked[index]?.openContactGroups ? openContactGroups : null,
            decisions: page ? { ...page, ...pageOf(decisions, page.first) } : null,
          }
        : null;
    });
  });
  const only = { openContactGroups: false, decisions: null };

  const reads: {
    /** Citizens by id, with what else is asked for. */
    states: ReadByKey<StateKey, State | null>;
    /** Citizens by id. */
    citizens: ReadByKey<string, CitizenRecord | null>;
    /** The open groups of citizens, ordered by code. */
    openContactGroups: ReadByKey<string, readonly ContactGroupRecord[]>;
    /** Pages of citizens' decisions; `before` is a sequence. */
    decisionPages: ReadByKey<PageKey, Page<DecisionRecord>>;
  } = {
    states,
    citizens: async (ids) =>
      (await states(ids.map((citizenId) => ({ ...only, citizenId })))).map((state) => state?.citizen ?? null),
    openContactGroups: async (ids) =>
      (await states(ids.map((citizenId) => ({ ...only, citizenId, openContactGroups: true })))).map(
        (state) => state?.openContactGroups ?? [],
      ),
    decisionPages: async (asked) =>
      (await states(asked.map(({ citizenId, ...page }) => ({ ...only, citizenId, decisions: page })))).map(
        (state) => state?.decisions ?? noPage,
      ),
  };
  return reads;
}
