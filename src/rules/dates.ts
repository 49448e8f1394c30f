import type { CivilDate, Decision } from './decision.ts';
import type { OpenGroup } from './state.ts';

const msPerDay = 86_400_000;

/** The civil date so many days later, or earlier for a negative number; from year 1 to 9999. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * msPerDay).toISOString().slice(0, 10);
}

/** The civil date before. */
export function dayBefore(date: CivilDate): CivilDate {
  return addDays(date, -1);
}

/** I9: a superseded group ends the day before the new one starts, but never before its own start. */
export function endOfSuperseded(group: OpenGroup, grant: Decision): CivilDate {
  return notBeforeStart(group, dayBefore(grant.startDate));
}

/** I9: a negative decision ends a group on its end date, or else on its start date, never before the group's start. */
export function endByNegative(group: OpenGroup, negative: Decision): CivilDate {
  return notBeforeStart(group, negative.endDate ?? negative.startDate);
}

function notBeforeStart(group: OpenGroup, end: CivilDate): CivilDate {
  return end < group.startDate ? group.startDate : end;
}
