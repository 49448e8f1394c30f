import {
  getNamedType,
  getNullableType,
  getOperationAST,
  isCompositeType,
  isListType,
  isObjectType,
  parse,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/explorer/operations.ts';
import { assumedSizes, checkCost } from '../../src/graphql/cost.ts';
import { createSchema } from '../../src/graphql/schema.ts';

const schema = createSchema();

/** Whether an operation may cost just so much. */
function costs(query: string, cost: number, variables: Record<string, unknown> = {}): boolean {
  const document = parse(query);
  const operation = getOperationAST(document)!;
  const passes = (max: number) => {
    try {
      checkCost(max, schema, document, operation, variables);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ extensions: { code: 'LIMIT_EXCEEDED' } });
      return false;
    }
  };
  return passes(cost) && !passes(cost - 1);
}

describe('the cost of an operation', () => {
  it('is counted anew where a variable says how long a page or a list is', () => {
    const document = parse('query ($n: Int) { contactGroupChanges(first: $n) { nodes { id } } }');
    const check = (n: number) => {
      checkCost(20, schema, document, getOperationAST(document)!, { n });
    };
    check(9);
    expect(() => {
      check(10);
    }).toThrow('at most 20');
    check(9);
  });

  it.each<[string, number, Record<string, unknown>?]>([
    ['{ __typename }', 1],
    ['{ citizen(by: { id: "x" }) { id } }', 2],
    ['{ a: citizen(by: { id: "x" }) { id } b: citizen(by: { id: "x" }) { id } }', 4],
    ['{ citizen(by: { id: "x" }) { contactGroups { id } } }', 1 + 1 + 3 * 2],
    // By default 20, of which each is an object with one field.
    ['{ citizen(by: { id: "x" }) { decisions { nodes { id } } } }', 1 + 1 + 1 + 20 * 2],
    [
      '{ citizen(by: { id: "x" }) { decisions(first: 3) { nodes { id } pageInfo { endCursor } } } }',
      1 + 1 + 1 + 3 * 2 + 2,
    ],
    ['query ($n: Int) { contactGroupChanges(first: $n) { nodes { id } } }', 2 + 7 * 2, { n: 7 }],
    ['query ($n: Int) { contactGroupChanges(first: $n) { nodes { id } } }', 2 + 100 * 2],
    ['query ($n: Int = 5) { contactGroupChanges(first: $n) { nodes { id } } }', 2 + 5 * 2],
    ['query ($n: Int) { contactGroupChanges(last: $n) { nodes { id } } }', 2 + 7 * 2, { n: 7 }],
    ['{ contactGroupChanges(first: 3, last: 9) { nodes { id } } }', 2 + 9 * 2],
    ['{ contactGroupChanges(first: 3, last: null) { nodes { id } } }', 2 + 3 * 2],
    [
      '{ contactGroupChanges(first: 10) { edges { node { id citizen { sicknessAbsences(first: 9) { id } } } } } }',
      2 + 10 * (1 + 1 + 1 + 1 + 1 + 9 * 2),
    ],
    [
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { id } } }',
      1 + 4 * 2,
      { r: [{}, {}, {}, {}] },
    ],
    [
      'mutation ($i: [SubmitDecisionInput!]!) { submitDecisions(inputs: $i) { duplicate } }',
      1 + 3 * 11,
      { i: [1, 2, 3] },
    ],
    [
      '{ contactGroupChanges(first: 10) { ...page } } fragment page on ContactGroupChangeConnection { nodes { id } }',
      2 + 10 * 2,
    ],
    [
      `{ rules { ...f0 } } ${Array.from({ length: 20 }, (_, i) => `fragment f${i} on Rule { ...f${i + 1} ...f${i + 1} }`).join(' ')} fragment f20 on Rule { id }`,
      1 + 10 * (1 + 2 ** 20),
    ],
  ])('%s', (query, cost, variables) => {
    expect(costs(query, cost, variables)).toBe(true);
  });

  it('counts something for each list of objects', () => {
    const unsized = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .filter(({ name }) => !name.startsWith('__') && !name.endsWith('Connection'))
      .flatMap((type) =>
        Object.values(type.getFields()).map((field) => ({ field, coordinate: `${type.name}.${field.name}` })),
      )
      .filter(
        ({ field: { type } }) => isListType(getNullableType(type)) && isCompositeType(getNamedType(type)),
      )
      .filter(
        ({ field: { args } }) =>
          !args.some(({ name, type }) => name === 'first' || isListType(getNullableType(type))),
      );
    expect(unsized.map(({ coordinate }) => coordinate).sort()).toEqual(Object.keys(assumedSizes).sort());
  });
});

const group =
  'id open startDate endDate type { code name concurrent } openedBy { id sequence } closedBy { id sequence }';
const decision = `id messageId citizen { id municipalityCode } kyId kind contactGroupType { code name concurrent } municipalityCode
  startDate endDate receivedAt sequence outcome { rule { id source noteText explanation readings { id question decision } }
  deviations changes { id kind occurredAt cursor from { id type { code } } to { id type { code } } } }`;

describe('within the limit of 100,000 are', () => {
  it.each<[string, string, object?]>([
    [
      'a full batch, answered in full',
      `mutation ($inputs: [SubmitDecisionInput!]!) { submitDecisions(inputs: $inputs) { duplicate decision { ${decision} } userErrors { code field message } } }`,
      { inputs: Array.from({ length: 500 }) },
    ],
    [
      'a citizen with the largest pages',
      `{ citizen(by: { id: "x" }) { id cpr municipalityCode contactGroups { ${group} }
        contactGroupHistory(first: 100) { edges { cursor node { ${group} } } pageInfo { endCursor } }
        decisions(first: 100) { edges { cursor node { ${decision} } } } sicknessAbsences(first: 100) { id sickFrom recoveredOn } } }`,
    ],
    [
      'the largest page of the change log',
      `{ contactGroupChanges(first: 1000) { nodes { id kind cursor occurredAt citizen { id municipalityCode }
        from { ${group} } to { ${group} } decision { ${decision} } } pageInfo { hasNextPage endCursor } headCursor } }`,
    ],
    [
      'as many representations as there may be',
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { id municipalityCode contactGroups { id type { code name } startDate } } } }',
      { r: Array.from({ length: 2_000 }) },
    ],
    ...operations.map(({ query, variables }): [string, string, object?] => [
      query.split('\n')[0]!,
      query,
      JSON.parse(variables ?? '{}') as object,
    ]),
  ])('%s', (_name, query, variables = {}) => {
    const document = parse(query);
    checkCost(100_000, schema, document, getOperationAST(document)!, { ...variables });
  });

  it('but not a page of a hundred pages', () => {
    const query =
      '{ contactGroupChanges(first: 1000) { nodes { citizen { decisions(first: 100) { nodes { id } } } } } }';
    const document = parse(query);
    expect(() => {
      checkCost(100_000, schema, document, getOperationAST(document)!, {});
    }).toThrow('The cost of an operation must be at most 100000.');
  });
});
