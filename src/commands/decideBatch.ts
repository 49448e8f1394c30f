import { decide } from '../rules/decide.ts';
import type { CivilDate } from '../rules/decision.ts';
import { evolve } from '../rules/evolve.ts';
import type { Outcome } from '../rules/outcome.ts';
import { caseOf, unknownCitizen, type CitizenState } from '../rules/state.ts';
import type { Append, DecisionRow, GroupRow, NewChange } from '../storage/append.ts';
import type { LoadedCitizen } from '../storage/load.ts';
import type { Watched } from './steps.ts';
import type { Submission } from './submission.ts';

/** A submission that is free of user errors, with its CPR number as ten digits and the moment of its receipt. */
export interface Received extends Watched {
  readonly submission: Submission;
  readonly receivedAt: string;
  readonly today: CivilDate;
  /** Tells this receipt of the message from all others. */
  readonly receipt: number;
}

/** What was decided of one citizen's submissions: rows as they are after all of them. */
export interface DecidedCitizen {
  readonly id: string;
  readonly cpr: string;
  /** Null for a citizen who is not stored yet. */
  readonly versionRead: number | null;
  state: CitizenState;
  municipalityCode: string;
  readonly decisions: DecisionRow[];
  readonly changes: NewChange[];
  /** Every group that was open or was opened, by the sequence of the decision that opened it. */
  readonly groups: Map<number, GroupRow>;
  /** Those among them that are new or have changed. */
  readonly touched: Set<number>;
}

/** Starts from what is stored of a citizen, or from nothing. */
export function beginCitizen(
  cpr: string,
  stored: LoadedCitizen | undefined,
  newId: () => string,
): DecidedCitizen {
  const groups = new Map<number, GroupRow>();
  const id = stored?.id ?? newId();
  for (const group of stored?.openGroups ?? [])
    groups.set(group.openedBy, { ...group, citizenId: id, endDate: null, closedBy: null });
  return {
    id,
    cpr,
    versionRead: stored?.version ?? null,
    state: stored
      ? {
          sequence: stored.version,
          openGroups: stored.openGroups,
          cases: new Map(stored.cases.map((benefitCase) => [benefitCase.kyId, benefitCase])),
        }
      : unknownCitizen,
    municipalityCode: '',
    decisions: [],
    changes: [],
    groups,
    touched: new Set(),
  };
}

/** Decides one submission by the rules and adds what it comes to to its citizen. */
export function addDecision(
  citizen: DecidedCitizen,
  { submission, receivedAt, today, receipt }: Received,
): DecisionRow {
  const outcome = decide(citizen.state, submission, today);
  const before = citizen.state;
  citizen.state = evolve(before, submission, outcome);
  citizen.municipalityCode = submission.municipalityCode;
  const { messageId, kyId, kind, municipalityCode, startDate, endDate } = submission;
  const row: DecisionRow = {
    citizenId: citizen.id,
    sequence: citizen.state.sequence,
    messageId,
    kyId,
    kind,
    namedGroup: submission.contactGroup,
    contactGroup: outcome.contactGroup,
    municipalityCode,
    startDate,
    endDate,
    receivedAt,
    today,
    rule: outcome.rule,
    deviations: outcome.deviations,
    receipt,
  };
  citizen.decisions.push(row);
  addGroups(citizen, before, row, outcome);
  return row;
}

function addGroups(citizen: DecidedCitizen, before: CitizenState, row: DecisionRow, outcome: Outcome): void {
  const touch = (group: GroupRow) => {
    citizen.groups.set(group.openedBy, group);
    citizen.touched.add(group.openedBy);
  };
  for (const open of citizen.state.openGroups) {
    const group = citizen.groups.get(open.openedBy);
    if (!group) {
      const { citizenId, municipalityCode } = row;
      touch({ ...open, citizenId, municipalityCode, endDate: null, closedBy: null });
    } else if (group.carrier !== open.carrier) touch({ ...group, carrier: open.carrier });
  }
  outcome.changes.forEach((change, ordinal) => {
    const from = change.kind === 'OPENED' ? null : openedByOf(before, change.from);
    const to = change.kind === 'CLOSED' ? null : openedByOf(citizen.state, change.to);
    const closed = from === null ? undefined : citizen.groups.get(from);
    if (closed && change.kind !== 'OPENED')
      touch({ ...closed, endDate: change.endDate, closedBy: row.sequence });
    citizen.changes.push({
      citizenId: citizen.id,
      sequence: row.sequence,
      ordinal,
      kind: change.kind,
      from,
      to,
      municipalityCode: row.municipalityCode,
      otherMunicipalityCode:
        closed && closed.municipalityCode !== row.municipalityCode ? closed.municipalityCode : null,
      occurredAt: row.receivedAt,
    });
  });
}

function openedByOf(state: CitizenState, contactGroup: number): number {
  const group = state.openGroups.find((open) => open.contactGroup === contactGroup);
  if (!group) throw new Error(`A change names contact group ${contactGroup}, which is not open`);
  return group.openedBy;
}

/** The rows to write for citizens of whom something was decided. */
export function appendOf(citizens: readonly DecidedCitizen[]): Append {
  const touched = citizens.flatMap(({ versionRead, groups, touched }) =>
    [...groups.values()]
      .filter(({ openedBy }) => touched.has(openedBy))
      .map((group) => ({ group, isNew: group.openedBy > (versionRead ?? 0) })),
  );
  return {
    citizens: citizens.map(({ id, cpr, versionRead, state, municipalityCode }) => ({
      id,
      cpr,
      versionRead,
      version: state.sequence,
      municipalityCode,
    })),
    decisions: citizens.flatMap((citizen) => citizen.decisions),
    openedGroups: touched.filter(({ isNew }) => isNew).map(({ group }) => group),
    updatedGroups: touched.filter(({ isNew }) => !isNew).map(({ group }) => group),
    cases: citizens.flatMap(({ id, state, decisions }) =>
      [...new Set(decisions.map((row) => row.kyId))].map((kyId) => ({
        ...caseOf(state, kyId),
        citizenId: id,
      })),
    ),
    changes: citizens.flatMap((citizen) => citizen.changes),
  };
}
