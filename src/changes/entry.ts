import type { Reads } from '../storage/reads.ts';
import type { ChangeRecord, ContactGroupRecord, DecisionRecord } from '../storage/records.ts';

/** A change of the log with what nearly every subscriber asks for beside it, as it stood when the entry was read. */
export interface Entry {
  readonly change: ChangeRecord;
  readonly decision: DecisionRecord;
  /** The groups that the change names. */
  readonly groups: readonly ContactGroupRecord[];
}

/** An entry as a subscriber is told of it. */
export interface Told extends Entry {
  /** Position of what it was told before, or after which it began: where it knows of another, it missed something. */
  readonly previous: number;
}

/** Which changes a subscriber hears of; null for no condition. */
export interface Filter {
  /** Heard by the municipality of the decision, and by the one whose group it closed. */
  readonly municipalities: readonly string[] | null;
  readonly citizenId: string | null;
}

/** Whether a subscriber hears of a change. */
export function hears(filter: Filter, change: ChangeRecord): boolean {
  const { municipalities, citizenId } = filter;
  const { municipalityCode, otherMunicipalityCode } = change;
  return (
    (citizenId === null || change.citizenId === citizenId) &&
    (municipalities === null ||
      municipalities.includes(municipalityCode) ||
      (otherMunicipalityCode !== null && municipalities.includes(otherMunicipalityCode)))
  );
}

/** Reads a page of the log after a position: three statements, however long the page. */
export async function readEntries(
  reads: Reads,
  filter: Filter,
  after: number,
  size: number,
): Promise<Entry[]> {
  const { items } = await reads.changePage({ ...filter, end: 'first', size, after, before: null });
  if (items.length === 0) return [];
  const groupKeys = items.flatMap(({ citizenId, from, to }) =>
    [from, to].filter((openedBy) => openedBy !== null).map((openedBy) => ({ citizenId, openedBy })),
  );
  const [decisions, found] = await Promise.all([reads.decisions(items), reads.contactGroups(groupKeys)]);
  // Found groups come in the order in which they were asked for.
  let next = 0;
  return items.map((change, index) => {
    const decision = decisions[index];
    if (!decision) throw new Error('A change of the log names a decision that is not stored');
    const named = (change.from === null ? 0 : 1) + (change.to === null ? 0 : 1);
    const groups = found.slice(next, (next += named)).filter((group) => group !== null);
    return { change, decision, groups };
  });
}
