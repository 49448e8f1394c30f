import type { CivilDate } from '../rules/decision.ts';

/** The rules' today at an instant: the civil date in Denmark. */
export function today(instant = new Date()): CivilDate {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' }).format(instant);
}
