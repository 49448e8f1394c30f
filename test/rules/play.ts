import { decide } from '../../src/rules/decide.ts';
import { decisionKinds, type CivilDate, type Decision } from '../../src/rules/decision.ts';
import { evolve } from '../../src/rules/evolve.ts';
import type { ContactGroupChange, Outcome } from '../../src/rules/outcome.ts';
import { unknownCitizen, type CitizenState } from '../../src/rules/state.ts';

/** The day on which decisions are received, unless a line says otherwise. */
export const today: CivilDate = '2022-06-28';

/** A decision and the day on which it was received. */
export interface Received {
  readonly decision: Decision;
  readonly today: CivilDate;
}

/**
 * Reads `KY id, kind, group, start date, end date`, e.g. `A STOPPED 2 2022-06-10`. `-` is no group. Without a start date
 * it is 1 June 2022, and `@2022-08-01` at the end is the day of receipt.
 */
export function received(line: string): Received {
  const words = line.split(' ');
  const on = words.at(-1)?.startsWith('@') ? words.pop()?.slice(1) : today;
  const [kyId = '', word, group, startDate = '2022-06-01', endDate = null] = words;
  const kind = decisionKinds.find((known) => known === word);
  if (!kind) throw new Error(`No decision: ${line}`);
  const contactGroup = group === '-' ? null : Number(group);
  return { decision: { kyId, kind, contactGroup, startDate, endDate }, today: on ?? today };
}

/** The states that a new citizen goes through, and what each decision comes to. */
export function play(history: readonly Received[]): { states: CitizenState[]; outcomes: Outcome[] } {
  const states = [unknownCitizen];
  const outcomes: Outcome[] = [];
  let state = unknownCitizen;
  for (const { decision, today } of history) {
    const outcome = decide(state, decision, today);
    state = evolve(state, decision, outcome);
    outcomes.push(outcome);
    states.push(state);
  }
  return { states, outcomes };
}

/** The last outcome and the state after it. */
export function playToEnd(history: readonly Received[]): { outcome: Outcome; state: CitizenState } {
  const { states, outcomes } = play(history);
  const [outcome, state] = [outcomes.at(-1), states.at(-1)];
  if (!outcome || !state) throw new Error('Nothing was received');
  return { outcome, state };
}

/** A change in one line, e.g. `CHANGED 2 2022-05-31 to 11 2022-06-01`. */
export function shown(change: ContactGroupChange): string {
  switch (change.kind) {
    case 'OPENED':
      return `OPENED ${change.to} ${change.startDate}`;
    case 'CHANGED':
      return `CHANGED ${change.from} ${change.endDate} to ${change.to} ${change.startDate ?? '(open)'}`;
    case 'CLOSED':
      return `CLOSED ${change.from} ${change.endDate}`;
  }
}
