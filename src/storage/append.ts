import { json, type DatabaseClient } from './address.ts';
import { storedCpr, type CprCipher } from './cprCipher.ts';
import type { BenefitCase } from '../rules/state.ts';
import type { ChangeRecord, ContactGroupRecord, DecisionRecord } from './records.ts';

/** A citizen whose decisions are to be appended, if no other writer came first. */
export interface AdvancedCitizen {
  readonly id: string;
  readonly cpr: string;
  /** The version that was read, null for a citizen who is not stored yet. */
  readonly versionRead: number | null;
  readonly version: number;
  readonly municipalityCode: string;
}

/** All columns of a decision. */
export type DecisionRow = DecisionRecord & {
  readonly namedGroup: number | null;
  readonly today: string;
  readonly receipt: number;
};

/** All columns of a contact group. */
export type GroupRow = ContactGroupRecord & { readonly carrier: string; readonly municipalityCode: string };

/** A change that has no place in the log yet. */
export type NewChange = Omit<ChangeRecord, 'position'>;

/** What a batch of decisions writes: the rows as they are after all of them. */
export interface Append {
  readonly citizens: readonly AdvancedCitizen[];
  readonly decisions: readonly DecisionRow[];
  readonly openedGroups: readonly GroupRow[];
  /** Groups that were stored before: a new carrier, or an end. */
  readonly updatedGroups: readonly GroupRow[];
  readonly cases: readonly (BenefitCase & { readonly citizenId: string })[];
  readonly changes: readonly NewChange[];
}

/** Citizens whose decisions were written; those of the others were not, since their version had moved. */
export interface Appended {
  readonly held: ReadonlySet<string>;
  /** The changes of the held citizens with their places in the log. */
  readonly changes: readonly Pick<ChangeRecord, 'citizenId' | 'sequence' | 'ordinal' | 'position'>[];
}

/** The channel that hints that the change log has grown. */
export const changeChannel = 'contact_group_change';

// Any number that no other advisory lock of this database uses.
const orderLock = 4_706_101;

/**
 * Writes a batch in ONE statement, which is the transaction. Each citizen's rows are written only if the citizen's
 * version is still the one read. The order lock is taken after all other rows are written and just before positions
 * are drawn, and is held until the commit: so positions ARE the commit order, and a reader may follow them with one
 * number. Rejects with a unique violation on `decision_message` where another writer stored one of the messages first.
 */
export async function append(sql: DatabaseClient, cprCipher: CprCipher, batch: Append): Promise<Appended> {
  const citizens = batch.citizens.map(({ cpr, ...citizen }) =>
    citizen.versionRead === null ? { ...citizen, ...storedCpr(cprCipher, citizen.id, cpr) } : citizen,
  );
  const [row] = await sql<[{ held: string[]; changes: Appended['changes'] }]>`
    with asked as (
      select * from json_to_recordset(${json(sql, citizens)})
        as t(id uuid, "versionRead" int, version int, "municipalityCode" text, "cprHash" text, "cprKey" text,
          "cprEncrypted" text)
    ),
    new_number as (
      insert into citizen_cpr (citizen_id, cpr_hash, cpr_key, cpr_encrypted)
      select id, decode("cprHash", 'hex'), "cprKey", decode("cprEncrypted", 'hex')
      from asked where "versionRead" is null order by "cprHash"
      on conflict (cpr_hash) do nothing
      returning citizen_id
    ),
    new_citizen as (
      insert into citizen (id, version, municipality_code)
      select id, version, "municipalityCode" from asked join new_number on citizen_id = id
      returning id
    ),
    advanced as (
      update citizen c set version = asked.version, municipality_code = asked."municipalityCode"
      from asked where c.id = asked.id and c.version = asked."versionRead"
      returning c.id
    ),
    held as materialized (select id from new_citizen union all select id from advanced),
    stored as (
      insert into decision (citizen_id, sequence, message_id, ky_id, kind, named_group, contact_group,
        municipality_code, start_date, end_date, received_at, today, rule, deviations, receipt)
      select t.* from held, json_to_recordset(${json(sql, batch.decisions)})
        as t("citizenId" uuid, sequence int, "messageId" text, "kyId" text, kind decision_kind,
          "namedGroup" smallint, "contactGroup" smallint, "municipalityCode" text, "startDate" date,
          "endDate" date, "receivedAt" timestamptz, today date, rule text, deviations deviation[], receipt bigint)
      where t."citizenId" = held.id
      returning 1
    ),
    updated as (
      update contact_group g set carrier = t.carrier, end_date = t."endDate", closed_by = t."closedBy"
      from held, json_to_recordset(${json(sql, batch.updatedGroups)})
        as t("citizenId" uuid, "openedBy" int, carrier text, "endDate" date, "closedBy" int)
      where t."citizenId" = held.id and g.citizen_id = t."citizenId" and g.opened_by = t."openedBy"
      returning 1
    ),
    opened as (
      -- Counts the updated ones first: a group may close and open again in one batch.
      insert into contact_group (citizen_id, opened_by, contact_group, carrier, municipality_code,
        start_date, end_date, closed_by)
      select t.* from (select count(*) from updated) as afterwards, held,
        json_to_recordset(${json(sql, batch.openedGroups)})
        as t("citizenId" uuid, "openedBy" int, "contactGroup" smallint, carrier text, "municipalityCode" text,
          "startDate" date, "endDate" date, "closedBy" int)
      where t."citizenId" = held.id
      returning 1
    ),
    cases as (
      insert into benefit_case (citizen_id, ky_id, closed, stopped_since_grant, granted_groups)
      select t.* from held, json_to_recordset(${json(sql, batch.cases)})
        as t("citizenId" uuid, "kyId" text, closed boolean, "stoppedSinceGrant" boolean, "grantedGroups" smallint[])
      where t."citizenId" = held.id
      on conflict (citizen_id, ky_id) do update set closed = excluded.closed,
        stopped_since_grant = excluded.stopped_since_grant, granted_groups = excluded.granted_groups
      returning 1
    ),
    written as materialized (
      select (select count(*) from stored) + (select count(*) from opened) + (select count(*) from cases)
    ),
    in_order as materialized (
      select pg_advisory_xact_lock(${orderLock}) from written where ${batch.changes.length}::int > 0
    ),
    logged as (
      insert into contact_group_change (citizen_id, sequence, ordinal, kind, from_group, to_group,
        municipality_code, other_municipality_code, occurred_at)
      select t."citizenId", t.sequence, t.ordinal, t.kind, t."from", t."to", t."municipalityCode",
        t."otherMunicipalityCode", t."occurredAt"
      from in_order, held, rows from (json_to_recordset(${json(sql, batch.changes)})
        as ("citizenId" uuid, sequence int, ordinal smallint, kind contact_group_change_kind, "from" int, "to" int,
          "municipalityCode" text, "otherMunicipalityCode" text, "occurredAt" timestamptz))
        with ordinality as t("citizenId", sequence, ordinal, kind, "from", "to", "municipalityCode",
          "otherMunicipalityCode", "occurredAt", place)
      where t."citizenId" = held.id
      order by t.place
      returning citizen_id, sequence, ordinal, position
    )
    select
      coalesce((select json_agg(id) from held), '[]') as held,
      coalesce((
        select json_agg(json_build_object('citizenId', citizen_id, 'sequence', sequence, 'ordinal', ordinal,
          'position', position))
        from logged
      ), '[]') as changes,
      (select pg_notify(${changeChannel}, max(position)::text) from logged having count(*) > 0) as hint`;
  return { held: new Set(row.held), changes: row.changes };
}
