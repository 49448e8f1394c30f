import type { Attack } from '../attack.ts';
import { send, post } from '../send.ts';
import { subscribe } from '../socket.ts';
import { changed, nested, times } from './texts.ts';

const limit = '400 LIMIT_EXCEEDED';
const invalid = '400 GRAPHQL_VALIDATION_FAILED';

const cycle = '{ rules { ...a } } fragment a on Rule { ...b } fragment b on Rule { ...a }';
const doubling = (how: string) =>
  `${times(26, (i) => `fragment f${i} on Rule { ...f${i + 1} ...f${i + 1} }`)} fragment f26 on Rule { ${how} }`;
const chain = times(600, (i) =>
  i < 599
    ? `fragment f${i} on Citizen { contactGroups { citizen { ...f${i + 1} } } }`
    : `fragment f${i} on Citizen { id }`,
);
const deepChange = `subscription { contactGroupChanged { id ${'... { '.repeat(60)} id ${'} '.repeat(60)} } }`;
const pages = (page: string) =>
  `{ contactGroupChanges(first: 1000) { nodes { citizen { decisions(first: ${page}) { nodes { id } } } } } }`;
const representations = (count: number) => ({
  r: Array.from({ length: count }, (_, i) => ({ __typename: 'Citizen', id: `x${i}` })),
});

const queries: readonly (readonly [string, string, string | RegExp, object?])[] = [
  ['nests 100 deep', nested(100), limit],
  ['nests deeper than a parser can follow', nested(9_000), limit],
  [
    'nests lists in an argument',
    `{ citizen(by: { id: ${'['.repeat(4_000)}${']'.repeat(4_000)} }) { id } }`,
    /^400 (GRAPHQL_VALIDATION_FAILED|LIMIT_EXCEEDED)$/,
  ],
  ['asks under 1,000 aliases', `{ ${times(1_000, (i) => `a${i}: rules { id }`)} }`, limit],
  ['asks for __typename under 1,000 aliases', `{ ${times(1_000, (i) => `a${i}: __typename`)} }`, limit],
  [
    'guesses 60 CPR numbers at once',
    `{ ${times(60, (i) => `a${i}: citizen(by: { cpr: "01019012${10 + i}" }) { id }`)} }`,
    limit,
  ],
  [
    'repeats a mutation 60 times',
    `mutation { ${times(60, (i) => `a${i}: submitDecisions(inputs: []) { duplicate }`)} }`,
    limit,
  ],
  ['skips by 1,000 directives', `{ rules { id ${'@skip(if: false) '.repeat(1_000)} } }`, limit],
  ['names 1,000 directives that are none', `{ rules { id ${'@x '.repeat(1_000)} } }`, limit],
  ['spreads fragments in a circle', cycle, invalid],
  ['doubles fragments with aliases', `{ rules { ...f0 } } ${doubling('a: id')}`, limit],
  ['doubles fragments without', `{ rules { ...f0 } } ${doubling('id')}`, limit],
  ['chains 600 fragments', `{ citizen(by: { id: "x" }) { ...f0 ...f1 ...f2 } } ${chain}`, limit],
  ['repeats a field 19,000 times', `{ rules { ${'id '.repeat(19_000)} } }`, invalid],
  ['names 19,000 fields that are none', `{ ${times(19_000, (i) => `f${i}`)} }`, invalid],
  ['defines 3,000 operations', times(3_000, (i) => `query a${i} { rules { id } }`), /^400 /],
  ['writes 100,000 tokens', `{ ${'rules '.repeat(100_000)} }`, limit],
  ['asks for pages of pages', pages('100'), limit],
  ['asks for them by variables', `query ($n: Int) ${pages('$n')}`, limit, { n: 100 }],
  [
    'asks for a page of more than there may be',
    '{ contactGroupChanges(first: 2147483647) { nodes { id } } }',
    limit,
  ],
  ['asks for a negative page', '{ contactGroupChanges(first: -1) { nodes { id } } }', '200 BAD_USER_INPUT'],
  [
    'asks about 2,001 entities',
    'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
    '200 LIMIT_EXCEEDED',
    representations(2_001),
  ],
  [
    'asks for a page of each of 2,000 entities',
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { decisions(first: 100) { nodes { id } } } } }',
    limit,
    representations(2_000),
  ],
  ['asks for the schema', '{ __schema { types { name } } }', invalid],
  ['asks for a type', '{ __type(name: "Citizen") { fields { name } } }', invalid],
  ['misspells a field to be helped', '{ rule { id } }', invalid],
  ['misspells an argument to be helped', '{ citizen(b: { id: "x" }) { id } }', invalid],
  ['subscribes where there is one answer', changed, invalid],
  ['defers', '{ rules { ... @defer { id } } }', invalid],
  ['asks for what its scopes do not have', '{ citizen(by: { id: "x" }) { cpr } }', '403 FORBIDDEN'],
  [
    'hides that in a fragment that is skipped',
    '{ citizen(by: { id: "x" }) { ...f @skip(if: true) } } fragment f on Citizen { cpr }',
    '403 FORBIDDEN',
  ],
  [
    'hides that in an entity',
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { cpr } } }',
    '403 FORBIDDEN',
    representations(1),
  ],
];

const overOtherWays: readonly (readonly [string, string, string])[] = [
  ['nests 60 deep', deepChange, 'LIMIT_EXCEEDED'],
  [
    'asks under 1,000 aliases',
    `subscription { contactGroupChanged { ${times(1_000, (i) => `a${i}: id`)} } }`,
    'LIMIT_EXCEEDED',
  ],
  [
    'spreads fragments in a circle',
    'subscription { contactGroupChanged { ...a } } fragment a on ContactGroupChange { ...a }',
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'asks for pages of pages',
    `subscription { contactGroupChanged { citizen { decisions(first: 100) { nodes { citizen { decisions(first: 100) { nodes { citizen { decisions(first: 100) { nodes { id } } } } } } } } } } }`,
    'LIMIT_EXCEEDED',
  ],
  [
    'asks for what its scopes do not have',
    'subscription { contactGroupChanged { citizen { cpr } } }',
    'FORBIDDEN',
  ],
];

const statusOf = (code: string) => (code === 'FORBIDDEN' ? 403 : 400);

/** Operations that ask for too much, or for what is not the caller's to ask. */
export const operationAttacks: readonly Attack[] = [
  ...queries.map(([name, query, expected, variables]): Attack => ({
    name,
    way: 'HTTP',
    expected,
    make: (target) => post(target, query, variables),
  })),
  ...overOtherWays.flatMap(([name, query, code]): Attack[] => [
    { name, way: 'WebSocket', expected: `error ${code}`, make: (target) => subscribe(target, query) },
    {
      name,
      way: 'SSE',
      expected: `${statusOf(code)} ${code}`,
      make: (target) => send(target, { headers: { accept: 'text/event-stream' }, body: { query } }),
    },
    {
      name,
      way: 'callback',
      expected: `${statusOf(code)} ${code}`,
      make: (target) =>
        send(target, {
          headers: { accept: 'application/json;callbackSpec=1.0' },
          body: {
            query,
            extensions: {
              subscription: {
                callbackUrl: `http://${target.bait.allowed}/`,
                subscriptionId: '1',
                verifier: 'v',
              },
            },
          },
        }),
    },
  ]),
];
