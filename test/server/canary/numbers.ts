/** A made-up CPR number with the ways in which it may be written: one could be kept out where another gets through. */
export interface Canary {
  readonly cpr: string;
  /** With the leading zero lost, as by a spreadsheet, and with a hyphen. */
  readonly forms: readonly string[];
  /** Finds each of them, whatever stands beside. */
  readonly trace: RegExp;
}

/** Of a number that begins with a zero. */
export function canaryOf(cpr: string): Canary {
  const [, day, serial] = /^0(\d{5})(\d{4})$/.exec(cpr) ?? [];
  return {
    cpr,
    forms: [cpr, `${day}${serial}`, `0${day}-${serial}`],
    trace: new RegExp(`${day}-?${serial}`),
  };
}
