const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * The ten digits of a CPR number, written with or without a hyphen, or null where the text is none. The day and the
 * month must be possible; there is no modulus-11 check, which has not held since 2007. Replacement numbers (day + 60)
 * and 0000000000, which means "unknown", are no CPR numbers here.
 */
export function parseCpr(text: string): string | null {
  const match = /^(\d{2})(\d{2})(\d{2})-?(\d{4})$/.exec(text);
  if (match === null) return null;
  const day = Number(match[1]);
  const days = daysInMonth[Number(match[2]) - 1];
  return days !== undefined && day >= 1 && day <= days ? match.slice(1).join('') : null;
}
