import { GraphQLError, Kind, type GraphQLFormattedError } from 'graphql';
import { ApiError } from './errors.ts';

// graphql-js repeats the faulty value in its messages; here that can be a CPR number. A message about a value is let
// through only in one of these shapes, which keep what was expected and drop what was found.
const shapes: readonly (readonly [RegExp, string])[] = [
  [/^(\w+ cannot represent [\w -]+ value): .*$/s, '$1.'],
  [/^(Enum "\w+" cannot represent non-\w+ value): .*$/s, '$1.'],
  [/^Value ".*" does not exist in "(\w+)" enum\..*$/s, 'The value does not exist in "$1" enum.'],
  [/^Expected value of type "([\w![\]]+)", found .*$/s, 'Expected value of type "$1".'],
  [/^Field ".*" is not defined by type "(\w+)"\..*$/s, 'A field is not defined by type "$1".'],
  [/^(Field "[\w.]+" of required type "[\w![\]]+" was not provided\.)$/, '$1'],
  [/^(Expected type "\w+" to be an object\.)$/, '$1'],
  [/^(Expected non-nullable type "[\w![\]]+" not to be null\.)$/, '$1'],
];

/** The message of an error of graphql-js or of ours, without any value that the caller sent. */
export function withoutValues(error: GraphQLError): string {
  if (error instanceof ApiError) return error.message;
  const cause = error.originalError;
  const variable = /^Variable "\$\w+" got invalid value /.exec(error.message);
  if (variable && cause instanceof GraphQLError) {
    const found = error.message.slice(0, -`; ${cause.message}`.length);
    // Within a printed value the quotation mark would be escaped.
    const at = / at "\w+(?:\.\w+|\[\d+\])*"$/.exec(found)?.[0] ?? '';
    return withoutDigits(`${variable[0].trimEnd()}${at}; ${expectation(cause)}`);
  }
  if (cause instanceof ApiError) return cause.message;
  return isAboutValue(error) ? expectation(error) : withoutDigits(withoutTokens(error.message));
}

function expectation(error: GraphQLError): string {
  if (error instanceof ApiError) return error.message;
  for (const [shape, kept] of shapes)
    if (shape.test(error.message)) return withoutDigits(error.message.replace(shape, kept));
  return 'Expected another value.';
}

const valueKinds: ReadonlySet<string> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
  Kind.OBJECT_FIELD,
]);

function isAboutValue({ nodes }: GraphQLError): boolean {
  return valueKinds.has(nodes?.[0]?.kind ?? '');
}

/** A syntax error tells which token it met, and its text. */
function withoutTokens(message: string): string {
  return message.startsWith('Syntax Error: ')
    ? message.replace(/ (Name|Int|Float|String|BlockString) ".*"/s, ' $1').replace(/: "(?:.*)"\.$/s, '.')
    : message;
}

// A name in the operation, of a variable for instance, may be made of a number.
const digits = /\d[\d-]{5,}/g;

function withoutDigits(message: string): string {
  return message.replace(digits, '…');
}

/** The path of an error; none where an alias in it may be made of a CPR number, since routers log paths. */
export function pathWithoutValues(path: GraphQLFormattedError['path']): GraphQLFormattedError['path'] {
  return path?.some((step) => String(step).search(digits) >= 0) ? undefined : path;
}
