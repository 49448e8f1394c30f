import type { DatabaseClient } from '../storage/address.ts';
import {
  ledgerCitizens,
  ledgerDecisions,
  ledgerSize,
  noCitizen,
  type LedgerDecision,
  type LedgerPosition,
} from '../storage/ledger.ts';
import { CitizenFold } from './citizenFold.ts';
import type { Difference, Report } from './difference.ts';
import { compareSickness } from './sicknessFold.ts';

/** Beyond every sequence. */
const endOfCitizen = 2_147_483_647;

/** How much was compared so far. */
export interface Progress {
  /** How many citizens there were when it began. */
  readonly ofCitizens: number;
  readonly citizens: number;
  readonly decisions: number;
  readonly changes: number;
  readonly contactGroups: number;
  readonly sicknessAbsences: number;
  /** How many differences there are, listed or not. */
  readonly differences: number;
}

/** What came of it. */
export interface Verification {
  readonly compared: Progress;
  /** The first of them. */
  readonly differences: readonly Difference[];
}

/** What a caller may choose. */
export interface VerifyOptions {
  /** How many differences are listed at most. */
  readonly listAtMost?: number;
  /** Hears after each page how far it has come. */
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Folds the decision log by the rules and compares all that is stored with what that comes to. It may run beside a
 * system that writes: each citizen is read at one moment, and compared up to the version of that moment, by decisions
 * that nobody changes any more. What it needs of memory is a page of citizens, whatever there is of them.
 */
export async function verify(sql: DatabaseClient, options: VerifyOptions = {}): Promise<Verification> {
  const { listAtMost = 100, onProgress = () => undefined } = options;
  const compared = {
    ofCitizens: await ledgerSize(sql),
    citizens: 0,
    decisions: 0,
    changes: 0,
    contactGroups: 0,
    sicknessAbsences: 0,
    differences: 0,
  };
  const differences: Difference[] = [];
  const reportOf =
    (citizenId: string): Report =>
    (sequence, what) => {
      compared.differences += 1;
      if (differences.length < listAtMost) differences.push({ citizenId, sequence, what });
    };

  for (let after = noCitizen; ;) {
    const citizens = await ledgerCitizens(sql, after);
    const last = citizens.at(-1);
    if (!last) return { compared, differences };
    const folds = new Map(
      citizens.map((citizen) => [citizen.id, { citizen, fold: new CitizenFold(reportOf(citizen.id)) }]),
    );
    for await (const decisions of pagesOf(sql, after, last.id)) {
      for (const decision of decisions) {
        const one = folds.get(decision.citizenId);
        if (!one || decision.sequence > one.citizen.version) continue;
        one.fold.next(decision);
        compared.decisions += 1;
      }
      onProgress(compared);
    }
    for (const { citizen, fold } of folds.values()) {
      fold.end(citizen);
      compareSickness(reportOf(citizen.id), citizen);
      compared.citizens += 1;
      compared.changes += citizen.changeCount;
      compared.contactGroups += citizen.groupCount;
      compared.sicknessAbsences += citizen.absences.length;
    }
    onProgress(compared);
    after = last.id;
  }
}

/** All decisions on the citizens after one up to another one, page by page. */
async function* pagesOf(sql: DatabaseClient, after: string, last: string): AsyncGenerator<LedgerDecision[]> {
  let position: LedgerPosition | undefined = { citizenId: after, sequence: endOfCitizen };
  while (position) {
    const page: LedgerDecision[] = await ledgerDecisions(sql, position, last);
    yield page;
    position = page.at(-1);
  }
}
