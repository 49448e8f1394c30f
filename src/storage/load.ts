import { json, type DatabaseClient } from './address.ts';
import type { CprCipher } from './cprCipher.ts';
import type { BenefitCase, OpenGroup } from '../rules/state.ts';
import type { ChangeRecord, ContactGroupRecord, DecisionRecord } from './records.ts';

/** A decision that stands stored, with all that a repeat of its message is compared with and answered by. */
export interface AnsweredMessage {
  readonly decision: DecisionRecord & { readonly namedGroup: number | null; readonly receipt: number };
  readonly changes: readonly ChangeRecord[];
  readonly groups: readonly ContactGroupRecord[];
}

/** An open group as the rules see it, with the jobcentre that was told of its opening. */
export type LoadedGroup = OpenGroup & { readonly municipalityCode: string };

/** A citizen as the rules need to see one: open groups in opening order, and the cases asked for. */
export interface LoadedCitizen {
  readonly id: string;
  readonly version: number;
  readonly municipalityCode: string | null;
  readonly openGroups: readonly LoadedGroup[];
  readonly cases: readonly BenefitCase[];
}

/** What is stored about the messages at hand. Citizens by CPR number, answered messages by message id. */
export interface Loaded {
  readonly citizens: ReadonlyMap<string, LoadedCitizen>;
  readonly answered: ReadonlyMap<string, AnsweredMessage>;
}

/** What is asked about: messages, and the cases of the citizens that they concern. CPR numbers as ten digits. */
export interface Asked {
  readonly messageId: string;
  readonly cpr: string;
  readonly kyId: string;
}

/**
 * Reads what deciding the messages needs, as it is at one moment, without a lock: whatever is written afterwards moves
 * the citizen's version or trips the unique message id, so that the append does not hold.
 */
export async function load(
  sql: DatabaseClient,
  cprCipher: CprCipher,
  asked: readonly Asked[],
): Promise<Loaded> {
  const casesByCpr = new Map<string, Set<string>>();
  for (const { cpr, kyId } of asked) casesByCpr.set(cpr, (casesByCpr.get(cpr) ?? new Set()).add(kyId));
  const cprs = [...casesByCpr.keys()];
  const citizensAsked = [...casesByCpr].map(([cpr, kyIds], index) => ({
    index,
    cprHash: cprCipher.hash(cpr),
    kyIds: [...kyIds],
  }));
  const [{ citizens, answered }] = await sql<
    [{ citizens: (LoadedCitizen & { readonly index: number })[]; answered: AnsweredMessage[] }]
  >`
    with known as (
      select asked.index, c.id, c.version, c.municipality_code as "municipalityCode",
        coalesce((
          select json_agg(json_build_object(
            'contactGroup', g.contact_group, 'carrier', g.carrier, 'startDate', g.start_date,
            'openedBy', g.opened_by, 'municipalityCode', g.municipality_code
          ) order by g.contact_group)
          from contact_group g where g.citizen_id = c.id and g.closed_by is null
        ), '[]') as "openGroups",
        coalesce((
          select json_agg(json_build_object(
            'kyId', b.ky_id, 'closed', b.closed, 'stoppedSinceGrant', b.stopped_since_grant,
            'grantedGroups', b.granted_groups
          ))
          from benefit_case b where b.citizen_id = c.id and b.ky_id = any(asked."kyIds")
        ), '[]') as cases
      from json_to_recordset(${json(sql, citizensAsked)}) as asked(index int, "cprHash" text, "kyIds" text[])
      join citizen_cpr p on p.cpr_hash = decode(asked."cprHash", 'hex')
      join citizen c on c.id = p.citizen_id
    ),
    answered as (
      select
        json_build_object(
          'citizenId', d.citizen_id, 'sequence', d.sequence, 'messageId', d.message_id, 'kyId', d.ky_id,
          'kind', d.kind, 'namedGroup', d.named_group, 'contactGroup', d.contact_group,
          'municipalityCode', d.municipality_code, 'startDate', d.start_date, 'endDate', d.end_date,
          'receivedAt', to_char(d.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'rule', d.rule, 'deviations', d.deviations, 'receipt', d.receipt
        ) as decision,
        coalesce((
          select json_agg(json_build_object(
            'position', x.position, 'citizenId', x.citizen_id, 'sequence', x.sequence, 'ordinal', x.ordinal,
            'kind', x.kind, 'from', x.from_group, 'to', x.to_group, 'municipalityCode', x.municipality_code,
            'otherMunicipalityCode', x.other_municipality_code,
            'occurredAt', to_char(x.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
          ) order by x.ordinal)
          from contact_group_change x where x.citizen_id = d.citizen_id and x.sequence = d.sequence
        ), '[]') as changes,
        coalesce((
          select json_agg(json_build_object(
            'citizenId', g.citizen_id, 'openedBy', g.opened_by, 'contactGroup', g.contact_group,
            'startDate', g.start_date, 'endDate', g.end_date, 'closedBy', g.closed_by
          ))
          from contact_group g
          where g.citizen_id = d.citizen_id and g.opened_by in (
            select unnest(array[x.from_group, x.to_group])
            from contact_group_change x where x.citizen_id = d.citizen_id and x.sequence = d.sequence
          )
        ), '[]') as groups
      from decision d
      where d.message_id = any(${asked.map((one) => one.messageId)}::text[])
    )
    select
      coalesce((select json_agg(known) from known), '[]') as citizens,
      coalesce((select json_agg(answered) from answered), '[]') as answered`;
  return {
    citizens: new Map(
      citizens.map(({ index, openGroups, ...citizen }) => [
        cprs[index] ?? '',
        // Put in order here: where the statement does it, the planner walks all groups that a citizen has had, by their key.
        { ...citizen, openGroups: openGroups.toSorted((one, other) => one.openedBy - other.openedBy) },
      ]),
    ),
    answered: new Map(answered.map((one) => [one.decision.messageId, one])),
  };
}
