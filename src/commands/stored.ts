import type { Appended, DecisionRow } from '../storage/append.ts';
import type { AnsweredMessage } from '../storage/load.ts';
import type { DecidedCitizen, Received } from './decideBatch.ts';
import type { StoredDecision, Submission, SubmissionAnswer } from './submission.ts';

/** Whether a message repeats the one that was stored under its id: the same citizen and the same content. */
export function isRepeat(
  submission: Submission,
  stored: AnsweredMessage['decision'],
  citizenId: string | undefined,
): boolean {
  return (
    stored.citizenId === citizenId &&
    stored.municipalityCode === submission.municipalityCode &&
    stored.kyId === submission.kyId &&
    stored.kind === submission.kind &&
    stored.namedGroup === submission.contactGroup &&
    stored.startDate === submission.startDate &&
    stored.endDate === submission.endDate
  );
}

/** Answers a message that is stored already. One whose own append was cut off may find itself: that is no duplicate. */
export function repeatOf(stored: AnsweredMessage, pending: Received): SubmissionAnswer {
  return { kind: 'stored', stored, duplicate: stored.decision.receipt !== pending.receipt };
}

/** What has just been written of one decision. The groups are as they stand after the whole batch. */
export function storedDecision(
  citizen: DecidedCitizen,
  decision: DecisionRow,
  logged: Appended['changes'],
): StoredDecision {
  const positions = new Map(
    logged
      .filter((change) => change.citizenId === citizen.id && change.sequence === decision.sequence)
      .map(({ ordinal, position }) => [ordinal, position]),
  );
  const changes = citizen.changes
    .filter((change) => change.sequence === decision.sequence)
    .map((change) => ({ ...change, position: positions.get(change.ordinal) ?? NaN }));
  const named = new Set(changes.flatMap(({ from, to }) => [from, to]));
  const groups = [...citizen.groups.values()].filter((group) => named.has(group.openedBy));
  return { decision, changes, groups };
}
