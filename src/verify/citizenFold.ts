import { todayInCopenhagen } from '../commands/clock.ts';
import { decide } from '../rules/decide.ts';
import { evolve } from '../rules/evolve.ts';
import type { Outcome } from '../rules/outcome.ts';
import { caseOf, type BenefitCase, type CitizenState, unknownCitizen } from '../rules/state.ts';
import type { LedgerCitizen, LedgerDecision } from '../storage/ledger.ts';
import { compare, type Report } from './difference.ts';
import { compareChanges } from './compareChanges.ts';
import { compareGroup, compareOpened, compareOpenGroups, type FoldedGroup } from './compareGroups.ts';

/**
 * Folds the decisions of one citizen by the rules, in received order, and reports where the rows stored with them say
 * something else. What it remembers are the open groups and the cases, however many decisions there are.
 */
export class CitizenFold {
  readonly #report: Report;
  /** Without cases: these are kept apart, since `evolve` copies those that it is given. */
  #state: CitizenState = unknownCitizen;
  readonly #cases = new Map<string, { benefitCase: BenefitCase; sequence: number }>();
  /** The open ones, by the sequence of the decision that opened them. */
  readonly #groups = new Map<number, FoldedGroup>();
  #municipalityCode: string | null = null;
  #groupCount = 0;
  #changeCount = 0;
  #lastPosition = 0;

  constructor(report: Report) {
    this.#report = report;
  }

  /** Takes the citizen's next decision. */
  next(row: LedgerDecision): void {
    const { sequence } = row;
    const before = this.#stateBefore(row);
    const decision = { ...row, contactGroup: row.namedGroup };
    const outcome = decide(before, decision, row.today);
    const after = evolve(before, decision, outcome);
    compare(this.#report, sequence, 'today', row.today, todayInCopenhagen(new Date(row.receivedAt)));
    compare(this.#report, sequence, 'rule', row.rule, outcome.rule);
    compare(this.#report, sequence, 'contact group meant', row.contactGroup, outcome.contactGroup);
    compare(this.#report, sequence, 'deviations', row.deviations, outcome.deviations);
    this.#foldGroups(row, after, outcome);
    this.#cases.set(row.kyId, { benefitCase: caseOf(after, row.kyId), sequence });
    this.#state = { ...after, cases: unknownCitizen.cases };
    this.#municipalityCode = row.municipalityCode;
  }

  /** Compares with the citizen as stored after the last decision that was taken. */
  end(stored: LedgerCitizen): void {
    const report = this.#report;
    const { sequence } = this.#state;
    compare(report, null, 'version', stored.version, sequence);
    compare(report, null, 'last decision', stored.lastSequence, sequence);
    compare(report, null, 'municipality', stored.municipalityCode, this.#municipalityCode);
    compare(report, null, 'number of contact groups', stored.groupCount, this.#groupCount);
    compare(report, null, 'number of changes', stored.changeCount, this.#changeCount);
    compareOpenGroups(report, stored.openGroups, this.#state.openGroups);
    this.#compareCases(stored.cases);
  }

  #stateBefore(row: LedgerDecision): CitizenState {
    const { kyId, sequence } = row;
    if (sequence !== this.#state.sequence + 1)
      this.#report(sequence, `gap in the sequence: it follows ${this.#state.sequence}`);
    const benefitCase = this.#cases.get(kyId)?.benefitCase;
    const cases = benefitCase ? new Map([[kyId, benefitCase]]) : unknownCitizen.cases;
    return { ...this.#state, sequence: sequence - 1, cases };
  }

  #foldGroups(row: LedgerDecision, after: CitizenState, outcome: Outcome): void {
    const report = this.#report;
    const before = new Map(this.#groups);
    const opened = after.openGroups.find(({ openedBy }) => openedBy === row.sequence);
    compareOpened(report, row, opened);
    if (opened) this.#groupCount += 1;
    for (const group of after.openGroups) {
      const { municipalityCode, stored } = before.get(group.openedBy) ?? {
        municipalityCode: row.municipalityCode,
        stored: row.opened,
      };
      this.#groups.set(group.openedBy, { ...group, municipalityCode, stored });
    }
    for (const change of outcome.changes) {
      if (change.kind === 'OPENED') continue;
      const closed = [...before.values()].find(({ contactGroup }) => contactGroup === change.from);
      if (!closed) continue;
      this.#groups.delete(closed.openedBy);
      compareGroup(report, row.sequence, closed, change.endDate);
    }
    this.#changeCount += outcome.changes.length;
    this.#lastPosition = compareChanges(
      report,
      row,
      outcome.changes,
      before,
      this.#groups,
      this.#lastPosition,
    );
  }

  #compareCases(stored: readonly BenefitCase[]): void {
    const left = new Map(this.#cases);
    for (const { kyId, ...benefitCase } of stored) {
      const folded = left.get(kyId);
      left.delete(kyId);
      if (!folded) {
        this.#report(null, 'a benefit case that no decision is about');
        continue;
      }
      const { sequence, benefitCase: by } = folded;
      compare(this.#report, sequence, 'case closed', benefitCase.closed, by.closed);
      compare(this.#report, sequence, 'case stopped', benefitCase.stoppedSinceGrant, by.stoppedSinceGrant);
      compare(this.#report, sequence, 'groups granted', benefitCase.grantedGroups, by.grantedGroups);
    }
    for (const { sequence } of left.values()) this.#report(sequence, 'its benefit case is missing');
  }
}
