import type { DatabaseClient } from '../../src/storage/address.ts';
import type { EncryptedCpr } from '../../src/storage/cprCipher.ts';
import { cprCipher } from '../cprKeys.ts';

/** A decision as it is stored, under its message id. */
export interface StoredDecision {
  readonly messageId: string;
  readonly citizenId: string;
  readonly cpr: string;
  readonly sequence: number;
  readonly municipalityCode: string;
  readonly kyId: string;
  readonly kind: string;
  readonly contactGroup: number | null;
  readonly startDate: string;
  readonly endDate: string | null;
}

/** A sickness report as it is stored. */
export interface StoredReport {
  readonly messageId: string;
  readonly cpr: string;
  readonly kind: string;
  readonly date: string;
  readonly absenceId: string;
}

/** A change as it stands in the log. */
export interface LoggedChange {
  readonly id: string;
  readonly citizenId: string;
  readonly municipalityCode: string;
  readonly otherMunicipalityCode: string | null;
}

/** All that is stored in the end. */
export interface Ledger {
  readonly decisions: readonly StoredDecision[];
  readonly reports: readonly StoredReport[];
  /** In the order of the log. */
  readonly changes: readonly LoggedChange[];
}

/** Reads what is stored, past the product's own statements. */
export async function readLedger(sql: DatabaseClient): Promise<Ledger> {
  const numbers = await sql<({ citizenId: string } & EncryptedCpr)[]>`
    select citizen_id as "citizenId", cpr_key as "keyId", cpr_encrypted as bytes from citizen_cpr`;
  const cprs = new Map(numbers.map((row) => [row.citizenId, cprCipher.decrypt(row.citizenId, row)]));
  const decisions = await sql<Omit<StoredDecision, 'cpr'>[]>`
      select message_id as "messageId", citizen_id as "citizenId", sequence,
        municipality_code as "municipalityCode", ky_id as "kyId", kind, named_group as "contactGroup",
        start_date as "startDate", end_date as "endDate"
      from decision order by citizen_id, sequence`;
  const reports = await sql<(Omit<StoredReport, 'cpr'> & { citizenId: string })[]>`
      select message_id as "messageId", citizen_id as "citizenId", kind, date, citizen_id || '.' || number as "absenceId"
      from sickness_report`;
  return {
    decisions: decisions.map((row) => ({ ...row, cpr: cprs.get(row.citizenId) ?? '' })),
    reports: reports.map(({ citizenId, ...report }) => ({ ...report, cpr: cprs.get(citizenId) ?? '' })),
    changes: await sql<LoggedChange[]>`
      select citizen_id || '.' || sequence || '.' || ordinal as id, citizen_id as "citizenId",
        municipality_code as "municipalityCode", other_municipality_code as "otherMunicipalityCode"
      from contact_group_change order by position`,
  };
}
