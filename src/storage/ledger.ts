import type { BenefitCase, OpenGroup } from '../rules/state.ts';
import type { DatabaseClient } from './address.ts';
import type { DecisionRow, GroupRow } from './append.ts';
import type { ChangeRecord, SicknessAbsenceRecord } from './records.ts';

/** A citizen as stored at one moment: all that later decisions may change, and counts of what they may not. */
export interface LedgerCitizen {
  readonly id: string;
  readonly version: number;
  readonly municipalityCode: string | null;
  /** Sequence of the last decision stored; 0 where there is none. */
  readonly lastSequence: number;
  readonly groupCount: number;
  readonly changeCount: number;
  readonly openGroups: readonly OpenGroup[];
  readonly cases: readonly BenefitCase[];
  readonly absences: readonly Omit<SicknessAbsenceRecord, 'citizenId'>[];
  readonly reports: readonly LedgerReport[];
}

/** A sickness report as stored. */
export interface LedgerReport {
  readonly number: number;
  readonly kind: 'SICK' | 'RECOVERED';
  readonly date: string;
}

/** A decision as stored, with its changes in their order and the group that it opened. */
export interface LedgerDecision extends DecisionRow {
  readonly changes: readonly Omit<ChangeRecord, 'citizenId' | 'sequence'>[];
  readonly opened: Omit<GroupRow, 'citizenId' | 'openedBy'> | null;
}

/** Where a page of decisions begins: after this one. */
export type LedgerPosition = Pick<DecisionRow, 'citizenId' | 'sequence'>;

/** Citizens at most in a page, and decisions on them, of which one citizen alone may have more. */
const pageLimits = { citizens: 500, decisions: 20_000 };
const decisionsAtOnce = 2_000;

/** Below every citizen's id. */
export const noCitizen = '00000000-0000-0000-0000-000000000000';

/** How many citizens there are. */
export async function ledgerSize(sql: DatabaseClient): Promise<number> {
  const [row] = await sql<[{ citizens: number }]>`select count(*)::int as citizens from citizen`;
  return row.citizens;
}

/** Citizens after an id, in the order of their ids, each as it is at one moment: this is one statement. */
export function ledgerCitizens(sql: DatabaseClient, after: string): Promise<LedgerCitizen[]> {
  return sql<LedgerCitizen[]>`
    with page as (
      select id, version, municipality_code, sum(version) over (order by id) - version as before
      from citizen where id > ${after} order by id limit ${pageLimits.citizens}
    )
    select c.id, c.version, c.municipality_code as "municipalityCode",
      coalesce((select max(d.sequence) from decision d where d.citizen_id = c.id), 0) as "lastSequence",
      (select count(*)::int from contact_group g where g.citizen_id = c.id) as "groupCount",
      (select count(*)::int from contact_group_change x where x.citizen_id = c.id) as "changeCount",
      coalesce((
        select json_agg(json_build_object('contactGroup', g.contact_group, 'carrier', g.carrier,
          'startDate', g.start_date, 'openedBy', g.opened_by) order by g.opened_by)
        from contact_group g where g.citizen_id = c.id and g.closed_by is null
      ), '[]') as "openGroups",
      coalesce((
        select json_agg(json_build_object('kyId', b.ky_id, 'closed', b.closed,
          'stoppedSinceGrant', b.stopped_since_grant, 'grantedGroups', b.granted_groups))
        from benefit_case b where b.citizen_id = c.id
      ), '[]') as cases,
      coalesce((
        select json_agg(json_build_object('number', a.number, 'sickFrom', a.sick_from,
          'recoveredOn', a.recovered_on) order by a.number)
        from sickness_absence a where a.citizen_id = c.id
      ), '[]') as absences,
      coalesce((
        select json_agg(json_build_object('number', r.number, 'kind', r.kind, 'date', r.date)
          order by r.number, r.kind)
        from sickness_report r where r.citizen_id = c.id
      ), '[]') as reports
    from page c where c.before < ${pageLimits.decisions} order by c.id`;
}

/**
 * Decisions after a position, up to those of the citizen `last`, in received order: a page of them, empty at the end.
 * They are append-only, and so is nearly all that they bring: only an open group may be closed later.
 */
export function ledgerDecisions(
  sql: DatabaseClient,
  after: LedgerPosition,
  last: string,
): Promise<LedgerDecision[]> {
  return sql<LedgerDecision[]>`
    select d.citizen_id as "citizenId", d.sequence, d.message_id as "messageId", d.ky_id as "kyId", d.kind,
      d.named_group as "namedGroup", d.contact_group as "contactGroup", d.municipality_code as "municipalityCode",
      d.start_date as "startDate", d.end_date as "endDate",
      to_char(d.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "receivedAt",
      d.today, d.rule, to_json(d.deviations) as deviations,
      coalesce((
        select json_agg(json_build_object('position', x.position, 'ordinal', x.ordinal, 'kind', x.kind,
          'from', x.from_group, 'to', x.to_group, 'municipalityCode', x.municipality_code,
          'otherMunicipalityCode', x.other_municipality_code,
          'occurredAt', to_char(x.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
        ) order by x.ordinal)
        from contact_group_change x where x.citizen_id = d.citizen_id and x.sequence = d.sequence
      ), '[]') as changes,
      (
        select json_build_object('contactGroup', g.contact_group, 'carrier', g.carrier,
          'municipalityCode', g.municipality_code, 'startDate', g.start_date, 'endDate', g.end_date,
          'closedBy', g.closed_by)
        from contact_group g where g.citizen_id = d.citizen_id and g.opened_by = d.sequence
      ) as opened
    from decision d
    where (d.citizen_id, d.sequence) > (${after.citizenId}::uuid, ${after.sequence}::int) and d.citizen_id <= ${last}
    order by d.citizen_id, d.sequence limit ${decisionsAtOnce}`;
}
