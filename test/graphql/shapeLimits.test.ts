import { getIntrospectionQuery, parse, specifiedRules, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';
import { limitShape } from '../../src/graphql/shapeLimits.ts';

const schema = createSchema();

function faultsOf(query: string): string[] {
  return validate(schema, parse(query), [...specifiedRules, limitShape]).map(({ message }) => message);
}

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i));
const tooMuch = (measure: string, most: number) => [
  `The ${measure} of an operation must be at most ${most}.`,
];

describe('the shape of an operation', () => {
  it.each<[string, string, string[]]>([
    ['30 selections deep', `{ rules { ${'... { '.repeat(28)} id ${'} '.repeat(28)} } }`, []],
    ['deeper', `{ rules { ${'... { '.repeat(29)} id ${'} '.repeat(29)} } }`, tooMuch('depth', 30)],
    [
      'deeper by fragments',
      `{ rules { ...f0 } } ${times(30, (i) => `fragment f${i} on Rule { ${i < 29 ? `...f${i + 1}` : 'id'} }`).join(' ')}`,
      tooMuch('depth', 30),
    ],
    [
      'so deep that graphql-js would overflow',
      `{ citizen(by: { id: "x" }) { ...f0 ...f1 ...f2 } } ${times(500, (i) => `fragment f${i} on Citizen { ${i < 499 ? `contactGroups { citizen { ...f${i + 1} } }` : 'id'} }`).join(' ')}`,
      tooMuch('depth', 30),
    ],
    ['50 aliases', `{ ${times(50, (i) => `a${i}: rules { id }`).join(' ')} }`, []],
    ['51 aliases', `{ ${times(51, (i) => `a${i}: rules { id }`).join(' ')} }`, tooMuch('aliases', 50)],
    [
      '51 aliases of __typename',
      `{ ${times(51, (i) => `a${i}: __typename`).join(' ')} }`,
      tooMuch('aliases', 50),
    ],
    [
      'aliases in a fragment that is spread often',
      `{ ${times(6, (i) => `a${i}: rules { ...f }`).join(' ')} } fragment f on Rule { ${times(8, (i) => `b${i}: id`).join(' ')} }`,
      tooMuch('aliases', 50),
    ],
    [
      'fragments that double 26 times',
      `{ rules { ...f0 } } ${times(26, (i) => `fragment f${i} on Rule { ...f${i + 1} ...f${i + 1} }`).join(' ')} fragment f26 on Rule { a: id }`,
      tooMuch('aliases', 50),
    ],
    ['51 directives', `{ rules { id ${'@include(if: true) '.repeat(51)} } }`, tooMuch('directives', 50)],
    [
      'directives on spreads',
      `{ rules { ${'...f @skip(if: false) '.repeat(26)} } } fragment f on Rule { id @skip(if: false) }`,
      tooMuch('directives', 50),
    ],
    [
      'a fragment that spreads itself',
      '{ rules { ...f } } fragment f on Rule { ...f }',
      ['Cannot spread fragment "f" within itself.'],
    ],
    [
      'what GraphiQL asks for',
      getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }),
      [],
    ],
  ])('%s', (_name, query, faults) => {
    expect(faultsOf(query)).toEqual(faults);
  });

  it('is known quickly, whatever the text', () => {
    const fragments = times(2_000, (i) => `fragment f${i} on Rule { ${i < 1_999 ? `...f${i + 1}` : 'id'} }`);
    const since = performance.now();
    expect(faultsOf(`{ rules { ...f0 } } ${fragments.join(' ')}`)).toEqual(tooMuch('depth', 30));
    expect(performance.now() - since).toBeLessThan(1_000);
  });
});
