import type { OpenGroup } from '../rules/state.ts';
import type { LedgerDecision } from '../storage/ledger.ts';
import { compare, type Report } from './difference.ts';

/** A group that is open in the fold, and its row as it was found beside the decision that opened it. */
export type FoldedGroup = OpenGroup & {
  readonly municipalityCode: string;
  readonly stored: LedgerDecision['opened'];
};

/** Compares the group that a decision opened, or that it did not open. */
export function compareOpened(report: Report, row: LedgerDecision, folded: OpenGroup | undefined): void {
  const { sequence, opened } = row;
  if (!folded && opened) report(sequence, 'a contact group that the rules do not open');
  if (folded && !opened) report(sequence, 'the contact group that it opens is missing');
  if (!folded || !opened) return;
  compare(report, sequence, 'contact group', opened.contactGroup, folded.contactGroup);
  compare(report, sequence, 'start of its contact group', opened.startDate, folded.startDate);
  compare(
    report,
    sequence,
    'municipality of its contact group',
    opened.municipalityCode,
    row.municipalityCode,
  );
}

/** Compares a group that the decision `closedBy` closed. Its row was closed when it was read, and does not change any more. */
export function compareGroup(report: Report, closedBy: number, folded: FoldedGroup, endDate: string): void {
  const { stored, openedBy, carrier } = folded;
  if (!stored) return;
  compare(report, openedBy, 'its contact group closed by', stored.closedBy, closedBy);
  compare(report, openedBy, 'end of its contact group', stored.endDate, endDate);
  if (stored.carrier !== carrier) report(openedBy, 'another case carries its contact group');
}

/** Compares the groups that are open after the last decision. */
export function compareOpenGroups(
  report: Report,
  stored: readonly OpenGroup[],
  folded: readonly OpenGroup[],
): void {
  const left = new Map(folded.map((group) => [group.openedBy, group]));
  for (const group of stored) {
    const by = left.get(group.openedBy);
    left.delete(group.openedBy);
    if (!by) report(group.openedBy, 'its contact group is open, by the rules it is not');
    else if (by.carrier !== group.carrier) report(group.openedBy, 'another case carries its contact group');
  }
  for (const openedBy of left.keys()) report(openedBy, 'its contact group is not open, by the rules it is');
}
