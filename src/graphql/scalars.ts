import { Kind, type ValueNode } from 'graphql';
import { ApiError } from './errors.ts';

/** `Date`: a civil date, `YYYY-MM-DD`, that the calendar has; years 0001 to 9999. */
export const dateScalar = {
  serialize: text,
  parseValue: parseDate,
  parseLiteral: (node: ValueNode) => parseDate(node.kind === Kind.STRING ? node.value : null),
};

/** `DateTime`: an instant, RFC 3339 in UTC. Storage prints it; no input takes one. */
export const dateTimeScalar = { serialize: text };

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('A date is carried as text.');
  return value;
}

function parseDate(value: unknown): string {
  if (typeof value !== 'string' || !isDate(value))
    throw new ApiError('BAD_USER_INPUT', 'A Date must be a civil date of the form YYYY-MM-DD.');
  return value;
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null || match[1] === '0000') return false;
  // Date takes 30 February for 1 March, so that only a real date comes back as it went in.
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}
