import type { CivilDate } from '../rules/decision.ts';

/** The instant now. Passed in, so that a test can say what time it is. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

// Swedish writes its dates as ISO 8601 does.
const copenhagen = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Copenhagen',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The rules' today ("dags dato"): the civil date in Europe/Copenhagen at an instant, wherever the server stands. */
export function todayInCopenhagen(instant: Date): CivilDate {
  return copenhagen.format(instant);
}
