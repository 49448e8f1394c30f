import type { LedgerCitizen } from '../storage/ledger.ts';
import { compare, type Report } from './difference.ts';

/** Compares a citizen's sickness absences with the reports that opened and ended them. */
export function compareSickness(report: Report, { absences, reports }: LedgerCitizen): void {
  for (const [index, { number, sickFrom, recoveredOn }] of absences.entries()) {
    compare(report, null, 'number of a sickness absence', number, index + 1);
    const dateOf = (kind: 'SICK' | 'RECOVERED') =>
      reports.find((one) => one.number === number && one.kind === kind)?.date ?? null;
    compare(report, null, `sickness absence ${number}, sickFrom`, sickFrom, dateOf('SICK'));
    compare(report, null, `sickness absence ${number}, recoveredOn`, recoveredOn, dateOf('RECOVERED'));
    if (recoveredOn === null && index < absences.length - 1)
      report(null, `sickness absence ${number} lasts, and another one follows`);
  }
  for (const { number, kind } of reports)
    if (!absences.some((absence) => absence.number === number))
      report(null, `sickness absence ${number} is missing, but was reported ${kind}`);
}
