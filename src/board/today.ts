import type { CivilDate } from '../rules/decision.ts';

/** The rules' today: the civil date in Denmark. */
export function today(): CivilDate {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' }).format(new Date());
}
