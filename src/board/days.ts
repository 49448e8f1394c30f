import type { CivilDate } from '../rules/decision.ts';

const msPerDay = 86_400_000;

/** The number of a civil date, so that dates can be measured. */
export function dayOf(date: CivilDate): number {
  return Date.parse(`${date}T00:00:00Z`) / msPerDay;
}

/** The first of each month between two days, evenly thinned out to a number at most. */
export function monthsBetween(from: number, to: number, atMost: number): readonly CivilDate[] {
  const months: CivilDate[] = [];
  const at = new Date(from * msPerDay);
  at.setUTCDate(1);
  for (;;) {
    at.setUTCMonth(at.getUTCMonth() + 1);
    if (at.getTime() / msPerDay >= to) break;
    months.push(at.toISOString().slice(0, 10));
  }
  const step = Math.ceil(months.length / Math.max(1, atMost));
  return months.filter((_, index) => index % step === 0);
}
