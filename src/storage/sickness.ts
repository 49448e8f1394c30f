import { json, type DatabaseClient } from './address.ts';
import { storedCpr, type CprCipher } from './cprCipher.ts';
import type { SicknessAbsenceRecord } from './records.ts';

/** A report that was stored under a message id, with its absence as it stands now. */
export interface AnsweredReport {
  readonly kind: 'SICK' | 'RECOVERED';
  readonly date: string;
  readonly receipt: number;
  readonly absence: SicknessAbsenceRecord;
}

/** What is stored about a report's citizen and message. */
export interface LoadedSickness {
  readonly citizenId: string | null;
  readonly latest: SicknessAbsenceRecord | null;
  readonly answered: AnsweredReport | null;
}

/** Reads, without a lock, what deciding a report needs. `cpr` is ten digits. */
export async function loadSickness(
  sql: DatabaseClient,
  cprCipher: CprCipher,
  { messageId, cpr }: { readonly messageId: string; readonly cpr: string },
): Promise<LoadedSickness> {
  const [row] = await sql<[LoadedSickness]>`
    with asked as (select (
      select citizen_id from citizen_cpr where cpr_hash = decode(${cprCipher.hash(cpr)}, 'hex')
    ) as citizen_id)
    select citizen_id as "citizenId",
      (
        select json_build_object('citizenId', a.citizen_id, 'number', a.number, 'sickFrom', a.sick_from,
          'recoveredOn', a.recovered_on)
        from sickness_absence a where a.citizen_id = asked.citizen_id order by a.number desc limit 1
      ) as latest,
      (
        select json_build_object('kind', r.kind, 'date', r.date, 'receipt', r.receipt, 'absence', json_build_object(
          'citizenId', a.citizen_id, 'number', a.number, 'sickFrom', a.sick_from, 'recoveredOn', a.recovered_on))
        from sickness_report r join sickness_absence a using (citizen_id, number)
        where r.message_id = ${messageId}
      ) as answered
    from asked`;
  return row;
}

/** A report that is to be stored, with the absence that it opens or ends. */
export interface NewReport {
  readonly messageId: string;
  readonly cpr: string;
  readonly date: string;
  readonly receivedAt: string;
  readonly receipt: number;
  readonly isNewCitizen: boolean;
  readonly absence: SicknessAbsenceRecord;
}

/** Opens an absence in one statement. False where another writer came first; the same as a unique violation. */
export async function openAbsence(
  sql: DatabaseClient,
  cprCipher: CprCipher,
  report: NewReport,
): Promise<boolean> {
  const { messageId, cpr, date, receivedAt, receipt, isNewCitizen } = report;
  const { citizenId, number } = report.absence;
  const newCpr = isNewCitizen ? storedCpr(cprCipher, citizenId, cpr) : null;
  const rows = await sql`
    with new_number as (
      insert into citizen_cpr (citizen_id, cpr_hash, cpr_key, cpr_encrypted)
      select ${citizenId}::uuid, decode(t."cprHash", 'hex'), t."cprKey", decode(t."cprEncrypted", 'hex')
      from json_to_record(${newCpr && json(sql, newCpr)}::json) as t("cprHash" text, "cprKey" text, "cprEncrypted" text)
      where t."cprKey" is not null
      on conflict (cpr_hash) do nothing
      returning citizen_id
    ),
    new_citizen as (insert into citizen (id, version) select citizen_id, 0 from new_number returning id),
    absence as (
      insert into sickness_absence (citizen_id, number, sick_from)
      select id, ${number}::int, ${date}::date
      from (select id from new_citizen union all select ${citizenId}::uuid where not ${isNewCitizen}::boolean) as who(id)
      on conflict do nothing
      returning citizen_id, number
    )
    insert into sickness_report (message_id, citizen_id, number, kind, date, received_at, receipt)
    select ${messageId}, citizen_id, number, 'SICK', ${date}::date, ${receivedAt}::timestamptz, ${receipt}::bigint
    from absence
    returning 1`;
  return rows.length === 1;
}

/** Ends an absence in one statement. False where another writer came first; the same as a unique violation. */
export async function endAbsence(sql: DatabaseClient, report: NewReport): Promise<boolean> {
  const { messageId, date, receivedAt, receipt } = report;
  const { citizenId, number } = report.absence;
  const rows = await sql`
    with absence as (
      update sickness_absence set recovered_on = ${date}::date
      where citizen_id = ${citizenId}::uuid and number = ${number}::int and recovered_on is null
      returning citizen_id, number
    )
    insert into sickness_report (message_id, citizen_id, number, kind, date, received_at, receipt)
    select ${messageId}, citizen_id, number, 'RECOVERED', ${date}::date, ${receivedAt}::timestamptz, ${receipt}::bigint
    from absence
    returning 1`;
  return rows.length === 1;
}
