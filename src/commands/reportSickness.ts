import { v7 as uuidv7 } from 'uuid';
import type { Log } from '../logging/log.ts';
import { faultOf } from '../storage/faults.ts';
import { endAbsence, loadSickness, openAbsence } from '../storage/sickness.ts';
import type { Ask } from '../storage/writePool.ts';
import { failure, pauseAfter } from './failure.ts';
import { decideSickness, type SicknessReport } from './sickness.ts';
import { takeStep, type Watched } from './steps.ts';
import type { SicknessAnswer } from './submission.ts';
import { messageIdReused, sicknessRefusals } from './userErrors.ts';

/** A report that was taken in: when, and by which receipt of its message. */
export interface ReceivedReport extends SicknessReport, Watched {
  readonly receivedAt: string;
  readonly receipt: number;
}

/**
 * Stores a report that a citizen is sick or has recovered (§2), and opens or ends the absence. Touches no contact group.
 * `deadline` is in milliseconds since the epoch. Never rejects.
 */
export async function reportSickness(
  ask: Ask,
  report: ReceivedReport,
  deadline: number,
  log: Log,
): Promise<SicknessAnswer> {
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = await attempt(ask, report);
      if (answer) return answer;
    } catch (error) {
      if (faultOf(error) === 'bug' || deadline <= Date.now()) return failure(log, 'reportSickness', error);
      await pauseAfter(tries);
    }
  }
}

/** One read and one write. Null where another writer came first. */
async function attempt(ask: Ask, report: ReceivedReport): Promise<SicknessAnswer | null> {
  const { citizenId, latest, answered } = await takeStep('load', [report], () =>
    ask((sql, cprCipher) => loadSickness(sql, cprCipher, report)),
  );
  if (answered)
    return answered.kind === report.kind &&
      answered.date === report.date &&
      answered.absence.citizenId === citizenId
      ? { kind: 'stored', absence: answered.absence, duplicate: answered.receipt !== report.receipt }
      : { kind: 'refused', userErrors: [messageIdReused] };
  const decided = decideSickness(report, latest);
  if (typeof decided === 'string')
    return { kind: 'refused', userErrors: [sicknessRefusals[decided]], citizenId };
  const absence = { citizenId: citizenId ?? uuidv7(), ...decided };
  const stored = { ...report, isNewCitizen: citizenId === null, absence };
  const isWritten = await takeStep('append', [report], () =>
    ask((sql, cprCipher) =>
      report.kind === 'SICK' ? openAbsence(sql, cprCipher, stored) : endAbsence(sql, stored),
    ),
  );
  return isWritten ? { kind: 'stored', absence, duplicate: false } : null;
}
