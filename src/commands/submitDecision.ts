import { v7 as uuidv7 } from 'uuid';
import type { Log } from '../logging/log.ts';
import { append, type Appended, type DecisionRow } from '../storage/append.ts';
import { faultOf } from '../storage/faults.ts';
import { load, type Loaded } from '../storage/load.ts';
import type { Ask } from '../storage/writePool.ts';
import { addDecision, appendOf, beginCitizen, type DecidedCitizen, type Received } from './decideBatch.ts';
import { failure, pauseAfter } from './failure.ts';
import { takeStep } from './steps.ts';
import { isRepeat, repeatOf, storedDecision } from './stored.ts';
import type { SubmissionAnswer } from './submission.ts';
import { messageIdReused } from './userErrors.ts';

/** A submission on its way to an answer. */
export interface Pending extends Received {
  /** Milliseconds since the epoch: past it the answer is UNAVAILABLE. */
  readonly deadline: number;
  readonly answer: (answer: SubmissionAnswer) => void;
}

/**
 * Decides and stores a batch, and answers each of its submissions. Those of one citizen are in the order of receipt.
 * A batch that fails for a reason of its own is split until the bad submission fails alone. Never rejects.
 */
export async function settle(ask: Ask, batch: readonly Pending[], log: Log): Promise<void> {
  let left = batch;
  for (let tries = 0; left.length > 0; tries += 1) {
    try {
      left = await attempt(ask, left);
    } catch (error) {
      const fault = faultOf(error);
      if (fault === 'bug' && left.length > 1) {
        const middle = Math.ceil(left.length / 2);
        await settle(ask, left.slice(0, middle), log);
        await settle(ask, left.slice(middle), log);
        return;
      }
      const now = Date.now();
      const isOver = ({ deadline }: Pending) => fault === 'bug' || deadline <= now;
      const over = left.filter(isOver);
      if (over.length > 0) {
        const failed = failure(log, 'submitDecision', error);
        for (const pending of over) pending.answer(failed);
      }
      left = left.filter((pending) => !isOver(pending));
      await pauseAfter(tries);
    }
  }
}

/** One read and one write. Gives back the submissions whose citizens another writer advanced meanwhile. */
async function attempt(ask: Ask, batch: readonly Pending[]): Promise<readonly Pending[]> {
  const asked = batch.map(({ submission }) => submission);
  const loaded = await takeStep('load', batch, () => ask((sql, cprCipher) => load(sql, cprCipher, asked)));
  const { citizens, decided, answers } = await takeStep('decide', batch, () => decideAll(batch, loaded));
  let appended: Appended = { held: new Set(), changes: [] };
  if (citizens.length > 0) {
    const pendings = decided.map(({ pending }) => pending);
    appended = await takeStep('append', pendings, () =>
      ask((sql, cprCipher) => append(sql, cprCipher, appendOf(citizens))),
    );
  }
  for (const { pending, answer } of answers) pending.answer(answer);
  for (const { pending, citizen, row, duplicate } of decided)
    if (appended.held.has(citizen.id))
      pending.answer({ kind: 'stored', stored: storedDecision(citizen, row, appended.changes), duplicate });
  return decided.filter(({ citizen }) => !appended.held.has(citizen.id)).map(({ pending }) => pending);
}

const refused: SubmissionAnswer = { kind: 'refused', userErrors: [messageIdReused] };

interface Decided {
  readonly pending: Pending;
  readonly citizen: DecidedCitizen;
  readonly row: DecisionRow;
  readonly duplicate: boolean;
}

/** Sorts a batch into what is answered already and what is to be appended. */
function decideAll(batch: readonly Pending[], loaded: Loaded) {
  const citizens = new Map<string, DecidedCitizen>();
  const firsts = new Map<string, Decided>();
  const decided: Decided[] = [];
  const answers: { pending: Pending; answer: SubmissionAnswer }[] = [];
  for (const pending of batch) {
    const { messageId, cpr } = pending.submission;
    const answered = loaded.answered.get(messageId);
    const first = firsts.get(messageId);
    if (answered) {
      const isSame = isRepeat(pending.submission, answered.decision, loaded.citizens.get(cpr)?.id);
      answers.push({ pending, answer: isSame ? repeatOf(answered, pending) : refused });
    } else if (first) {
      const isSame = isRepeat(
        pending.submission,
        first.row,
        cpr === first.citizen.cpr ? first.citizen.id : undefined,
      );
      if (isSame) decided.push({ ...first, pending, duplicate: true });
      else answers.push({ pending, answer: refused });
    } else {
      const citizen = citizens.get(cpr) ?? beginCitizen(cpr, loaded.citizens.get(cpr), uuidv7);
      citizens.set(cpr, citizen);
      const row = addDecision(citizen, pending);
      const one = { pending, citizen, row, duplicate: false };
      firsts.set(messageId, one);
      decided.push(one);
    }
  }
  return { citizens: [...citizens.values()], decided, answers };
}
