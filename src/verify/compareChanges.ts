import type { ContactGroupChange } from '../rules/outcome.ts';
import type { LedgerDecision } from '../storage/ledger.ts';
import type { FoldedGroup } from './compareGroups.ts';
import { compare, type Report } from './difference.ts';

type Groups = ReadonlyMap<number, FoldedGroup>;

/**
 * Compares the changes of one decision with the log, given the groups open before and after it. Gives the position of
 * the last of them: within a citizen, positions are in the order of the sequence.
 */
export function compareChanges(
  report: Report,
  row: LedgerDecision,
  changes: readonly ContactGroupChange[],
  before: Groups,
  after: Groups,
  lastPosition: number,
): number {
  const { sequence, municipalityCode, receivedAt } = row;
  compare(report, sequence, 'changes', row.changes.length, changes.length);
  let position = lastPosition;
  for (const [ordinal, stored] of row.changes.entries()) {
    if (stored.position <= position) report(sequence, 'a change that stands too early in the log');
    position = Math.max(position, stored.position);
    const change = changes[ordinal];
    if (!change) continue;
    const from = change.kind === 'OPENED' ? null : groupOf(before, change.from);
    const to = change.kind === 'CLOSED' ? null : groupOf(after, change.to);
    const closedIn = from?.municipalityCode ?? municipalityCode;
    const folded = {
      ordinal,
      kind: change.kind,
      from: from?.openedBy ?? null,
      to: to?.openedBy ?? null,
      municipalityCode,
      otherMunicipalityCode: closedIn === municipalityCode ? null : closedIn,
      occurredAt: receivedAt,
    };
    for (const name of Object.keys(folded) as (keyof typeof folded)[])
      compare(report, sequence, `change ${ordinal}, ${name}`, stored[name], folded[name]);
  }
  return position;
}

function groupOf(groups: Groups, contactGroup: number): FoldedGroup | undefined {
  return [...groups.values()].find((group) => group.contactGroup === contactGroup);
}
