// Public ids are the natural keys of what they name, printed: nothing is stored for them, and nothing about a CPR
// number can be read from them. Anything else is no id: it names nothing, and never reaches the database.

/** Names a decision: `<citizen>.<sequence>`. */
export interface DecisionKey {
  readonly citizenId: string;
  readonly sequence: number;
}

/** Names a contact group by the decision that opened it: `<citizen>.<openedBy>`. */
export interface ContactGroupKey {
  readonly citizenId: string;
  readonly openedBy: number;
}

/** Names a change by its decision and its place among that decision's changes: `<citizen>.<sequence>.<ordinal>`. */
export interface ChangeKey extends DecisionKey {
  readonly ordinal: number;
}

/** Prints a `Decision.id`. */
export const printDecisionId = ({ citizenId, sequence }: DecisionKey): string => `${citizenId}.${sequence}`;

/** Prints a `ContactGroup.id`. */
export const printContactGroupId = ({ citizenId, openedBy }: ContactGroupKey): string =>
  `${citizenId}.${openedBy}`;

/** Prints a `ContactGroupChange.id`. */
export const printChangeId = ({ citizenId, sequence, ordinal }: ChangeKey): string =>
  `${citizenId}.${sequence}.${ordinal}`;

/** Prints a `SicknessAbsence.id`: `<citizen>.<number>`. */
export const printSicknessAbsenceId = ({
  citizenId,
  number,
}: {
  citizenId: string;
  number: number;
}): string => `${citizenId}.${number}`;

/** Reads a `Citizen.id`; null where the value is none. */
export function parseCitizenId(value: unknown): string | null {
  const [citizenId, ...numbers] = parse(value);
  return citizenId === undefined || numbers.length > 0 ? null : citizenId;
}

/** Reads a `Decision.id`; null where the value is none. */
export function parseDecisionId(value: unknown): DecisionKey | null {
  const [citizenId, sequence, ...rest] = parse(value);
  return citizenId === undefined || sequence === undefined || rest.length > 0
    ? null
    : { citizenId, sequence };
}

/** Reads a `ContactGroup.id`; null where the value is none. */
export function parseContactGroupId(value: unknown): ContactGroupKey | null {
  const [citizenId, openedBy, ...rest] = parse(value);
  return citizenId === undefined || openedBy === undefined || rest.length > 0
    ? null
    : { citizenId, openedBy };
}

/** Reads a `ContactGroupChange.id`; null where the value is none. */
export function parseChangeId(value: unknown): ChangeKey | null {
  const [citizenId, sequence, ordinal, ...rest] = parse(value);
  return citizenId === undefined || sequence === undefined || ordinal === undefined || rest.length > 0
    ? null
    : { citizenId, sequence, ordinal };
}

// Nine digits at most: always within PostgreSQL's integer.
const shape = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})((?:\.(?:0|[1-9]\d{0,8}))*)$/;

/** A citizen and numbers, or nothing. */
function parse(value: unknown): [] | [string, ...number[]] {
  const match = typeof value === 'string' ? shape.exec(value) : null;
  if (match?.[1] === undefined) return [];
  return [match[1], ...(match[2] ?? '').split('.').slice(1).map(Number)];
}
