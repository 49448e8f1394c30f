/** Where what is stored differs from what the rules make of the log. It names nobody: no CPR number, no KY id. */
export interface Difference {
  readonly citizenId: string;
  /** Of the decision at which it shows; null where it is about no single one. */
  readonly sequence: number | null;
  readonly what: string;
}

/** Takes the differences of one citizen. */
export type Report = (sequence: number | null, what: string) => void;

/** Reports two values unless they are equal; both are told, so that neither may name anybody. */
export function compare(
  report: Report,
  sequence: number | null,
  name: string,
  stored: unknown,
  folded: unknown,
): void {
  if (isEqual(stored, folded)) return;
  report(sequence, `${name}: stored ${JSON.stringify(stored)}, by the rules ${JSON.stringify(folded)}`);
}

/** Whether two values of plain data are the same; arrays element by element. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((item, index) => item === other[index]);
}

/** A difference in one line. */
export function shown({ citizenId, sequence, what }: Difference): string {
  return `citizen ${citizenId}${sequence === null ? '' : `, decision ${sequence}`}: ${what}`;
}
