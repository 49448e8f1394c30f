import type { CivilDate, ContactGroupCode } from '../../src/rules/decision.ts';
import type { ContactGroupChange } from '../../src/rules/outcome.ts';
import { shown, type Received } from './play.ts';

/**
 * The rules told a second time, straight from all that was received and without the table, the state or the cases of
 * `src/rules`: slow, and as literal as can be.
 */
export interface Told {
  readonly rule: string;
  readonly changes: readonly string[];
  readonly deviations: readonly string[];
  readonly openAfter: readonly Opened[];
}

/** An open group, its start, and the place in the history of the decision that opened it. */
export interface Opened {
  readonly group: ContactGroupCode;
  readonly start: CivilDate;
  readonly openedBy: number;
}

const isCurrentGrant = ({ decision, today }: Received) =>
  decision.kind === 'GRANTED' && (decision.endDate === null || decision.endDate >= today);

const maySeveral = (group: ContactGroupCode | null) => group === 7 || group === 10 || group === 13;

const latest = (one: CivilDate, other: CivilDate) => (one > other ? one : other);

function theDayBefore(date: CivilDate): CivilDate {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day - 1)).toISOString().slice(0, 10);
}

/** Whose current grant on the group was received last. */
export function carrierOf(earlier: readonly Received[], group: ContactGroupCode): string | undefined {
  return earlier.filter(isCurrentGrant).findLast(({ decision }) => decision.contactGroup === group)?.decision
    .kyId;
}

/** The open groups after all of a history. */
export function openAfter(history: readonly Received[]): readonly Opened[] {
  return history.reduce<readonly Opened[]>(
    (open, next, i) => tell(history.slice(0, i), open, next).openAfter,
    [],
  );
}

/** What a decision must come to after those received earlier, which left these groups open. */
export function tell(earlier: readonly Received[], open: readonly Opened[], next: Received): Told {
  const { decision } = next;
  const onX = earlier.filter((one) => one.decision.kyId === decision.kyId);
  const grantsOnX = onX.filter(isCurrentGrant).map((one) => one.decision.contactGroup);
  const closedEarlier = onX.some((one) => one.decision.kind === 'CLOSED');
  const sinceGrant = onX.slice(onX.findLastIndex(isCurrentGrant) + 1).map((one) => one.decision.kind);
  const g = decision.contactGroup ?? grantsOnX.at(-1) ?? null;
  const openG = open.find(({ group }) => group === g);
  const granted = isCurrentGrant(next);
  const byX = ({ group }: Opened) => carrierOf(earlier, group) === decision.kyId;
  const superseded = open.filter(
    (one) => granted && one.group !== g && (byX(one) || (!maySeveral(one.group) && !maySeveral(g))),
  );

  const deviations: string[] = [];
  if (!superseded.every(byX)) deviations.push('OVERLAPPING_GRANT');
  if (decision.kind === 'CLOSED' && !sinceGrant.includes('REJECTED') && !sinceGrant.includes('STOPPED'))
    deviations.push('CLOSED_WITHOUT_STOP');
  if (granted && grantsOnX.length > 0 && grantsOnX.at(-1) !== g) deviations.push('KY_ID_ON_OTHER_BENEFIT');
  if (closedEarlier) deviations.push('DECISION_AFTER_CLOSED');
  if (decision.kind === 'STOPPED' && (g === null || !grantsOnX.includes(g)))
    deviations.push('NEGATIVE_WITHOUT_GRANT');

  const told = (rule: string, changes: readonly ContactGroupChange[] = [], after = open): Told => ({
    rule,
    changes: changes.map(shown),
    deviations,
    openAfter: after,
  });

  if (decision.kind !== 'GRANTED') {
    if (open.length === 0) return told('nothing-open');
    if (!openG) return told('other-group-open');
    const endDate = latest(openG.start, decision.endDate ?? decision.startDate);
    const closing = [{ kind: 'CLOSED', from: openG.group, endDate }] as const;
    const left = open.filter((one) => one !== openG);
    if (byX(openG)) return told('carrier-ended', closing, left);
    if (closedEarlier && grantsOnX.includes(g)) return told('closed-case-ended-again', closing, left);
    return told('another-case-carries');
  }
  if (!granted || g === null) return told('historical-grant');

  const opening = { kind: 'OPENED', to: g, startDate: decision.startDate } as const;
  const opened: Opened = { group: g, start: decision.startDate, openedBy: earlier.length + 1 };
  if (open.length === 0) return told('first-grant', [opening], [opened]);
  if (superseded.length === 0)
    return openG ? told('renewed-grant') : told('concurrent-grant', [opening], [...open, opened]);

  const changes = superseded.map(({ group, start }, i): ContactGroupChange => {
    const endDate = latest(start, theDayBefore(decision.startDate));
    if (i < superseded.length - 1) return { kind: 'CLOSED', from: group, endDate };
    return { kind: 'CHANGED', from: group, endDate, to: g, startDate: openG ? null : decision.startDate };
  });
  const left = open.filter((one) => !superseded.includes(one));
  return told('superseding-grant', changes, openG ? left : [...left, opened]);
}
