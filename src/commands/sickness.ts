import type { CivilDate } from '../rules/decision.ts';

/** A report that a citizen is sick, or has recovered (raskmelding, §2). `date` is the first day of either. */
export interface SicknessReport {
  readonly kind: 'SICK' | 'RECOVERED';
  readonly messageId: string;
  readonly cpr: string;
  readonly date: CivilDate;
}

/** An absence: the `number`-th of its citizen, from 1. `recoveredOn` is null while it lasts. */
export interface SicknessAbsence {
  readonly number: number;
  readonly sickFrom: CivilDate;
  readonly recoveredOn: CivilDate | null;
}

/** Why a report makes no sense now. */
export type SicknessRefusal = 'ALREADY_REPORTED_SICK' | 'NOT_REPORTED_SICK' | 'RECOVERED_BEFORE_SICK';

/** The absence that a report opens or ends, seen from the citizen's latest one, or why it does neither. */
export function decideSickness(
  { kind, date }: Pick<SicknessReport, 'kind' | 'date'>,
  latest: SicknessAbsence | null,
): SicknessAbsence | SicknessRefusal {
  const isSick = latest !== null && latest.recoveredOn === null;
  if (kind === 'SICK')
    return isSick
      ? 'ALREADY_REPORTED_SICK'
      : { number: (latest?.number ?? 0) + 1, sickFrom: date, recoveredOn: null };
  if (!isSick) return 'NOT_REPORTED_SICK';
  return date < latest.sickFrom ? 'RECOVERED_BEFORE_SICK' : { ...latest, recoveredOn: date };
}
