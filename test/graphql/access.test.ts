import { isObjectType, Kind, parse, type GraphQLNamedType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scopes, trustedCaller, type Caller, type Scope } from '../../src/auth/caller.ts';
import { authorize } from '../../src/graphql/authorize.ts';
import { policies, type Policy } from '../../src/graphql/policies.ts';
import { createSchema, schemaText } from '../../src/graphql/schema.ts';
import { madeUpCpr, submission } from '../commands/submission.ts';
import { citizenIdOf } from '../cprKeys.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { createSubgraph, type Subgraph } from './subgraph.ts';

const schema = createSchema();
const rootTypes = ['Query', 'Mutation', 'Subscription'];
const isOurs = (type: GraphQLNamedType) => isObjectType(type) && !type.name.startsWith('__');

const caller = (municipalities: string[] | null, some: readonly Scope[] = scopes): Caller => ({
  ...trustedCaller('test'),
  scopes: new Set(some),
  municipalities: municipalities && new Set(municipalities),
});

describe('the table of policies', () => {
  const types = Object.values(schema.getTypeMap()).filter(isOurs).filter(isObjectType);
  const fields = types.flatMap((type) =>
    Object.keys(type.getFields()).map((field) => [type.name, field] as const),
  );

  it.each(fields)('has one that applies to %s.%s', (type, field) => {
    const own = policies[`${type}.${field}`];
    expect(rootTypes.includes(type) ? own : (own ?? policies[type])).toBeDefined();
  });

  it('names nothing that the schema does not have', () => {
    const known = new Set([...types.map((type) => type.name), ...fields.map((path) => path.join('.'))]);
    expect(Object.keys(policies).filter((name) => !known.has(name))).toEqual([]);
  });

  it('is what the schema tells routers', () => {
    const told: Record<string, Policy> = {};
    for (const definition of parse(schemaText).definitions) {
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
      const { name, directives = [], fields: ofType = [] } = definition;
      for (const [coordinate, list] of [
        [name.value, directives] as const,
        ...ofType.map((field) => [`${name.value}.${field.name.value}`, field.directives ?? []] as const),
      ])
        for (const directive of list) {
          if (directive.name.value === 'authenticated') told[coordinate] = 'authenticated';
          if (directive.name.value !== 'requiresScopes') continue;
          const value = JSON.stringify(directive.arguments?.[0]?.value, (key, item: unknown) =>
            key === 'loc' ? undefined : item,
          );
          const named = [...value.matchAll(/"value":"([a-z:]+)"/g)].map((match) => match[1]! as Scope);
          told[coordinate] = named as [Scope, ...Scope[]];
        }
    }
    const asked = Object.entries(policies).filter(
      ([name, policy]) => policy !== 'anyone' && !name.startsWith('_') && !name.startsWith('Query._'),
    );
    expect(told).toEqual(Object.fromEntries(asked));
  });
});

describe('a document is refused as a whole', () => {
  const check = (query: string, some: readonly Scope[]) => () => {
    authorize(schema, parse(query), caller(null, some));
  };
  const decision = 'citizen { id }';

  it.each<[string, string, Scope[], Scope[]]>([
    ['a citizen', '{ citizen(by: { id: "x" }) { id } }', ['citizens:read'], ['decisions:submit', 'cpr:read']],
    [
      'a CPR number',
      '{ citizen(by: { id: "x" }) { cpr } }',
      ['citizens:read', 'cpr:read'],
      ['citizens:read'],
    ],
    [
      'an alias of a CPR number',
      '{ a: citizen(by: { id: "x" }) { id b: cpr } }',
      ['citizens:read', 'cpr:read'],
      ['citizens:read'],
    ],
    [
      'a fragment with a CPR number',
      '{ citizen(by: { id: "x" }) { ...f } } fragment f on Citizen { cpr }',
      ['citizens:read', 'cpr:read'],
      ['citizens:read'],
    ],
    [
      'an entity',
      '{ _entities(representations: []) { ... on Citizen { id } } }',
      ['citizens:read'],
      ['decisions:submit'],
    ],
    [
      'the citizen of an answer',
      `mutation { submitDecisions(inputs: []) { decision { ${decision} } } }`,
      ['decisions:submit', 'citizens:read'],
      ['decisions:submit'],
    ],
    [
      'an answer',
      'mutation { submitDecisions(inputs: []) { decision { id outcome { rule { id } changes { kind to { type { code } } } } } } }',
      ['decisions:submit'],
      ['citizens:read'],
    ],
    [
      'a subscription',
      'subscription { contactGroupChanged { id } }',
      ['citizens:read'],
      ['decisions:submit'],
    ],
    ['the rules', '{ rules { id } __typename }', [], []],
  ])('when it asks for %s', (_, query, enough, tooLittle) => {
    expect(check(query, enough)).not.toThrow();
    if (tooLittle.length > 0) expect(check(query, tooLittle)).toThrow('asks for the scope');
  });

  it('when nobody is known to ask', () => {
    expect(() => {
      authorize(schema, parse('{ rules { id } }'), null);
    }).toThrow(expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED' } }));
  });
});

describe('a jobcentre sees its own citizens only', () => {
  let database: TestDatabase;
  let subgraph: Subgraph;
  const stays = madeUpCpr(1);
  const moves = madeUpCpr(2);
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    database = await createTestDatabase();
    subgraph = await createSubgraph(database.address);
    const inputs = [
      submission({ cpr: stays, municipalityCode: '101' }),
      submission({ cpr: moves, municipalityCode: '101' }),
      submission({ cpr: moves, municipalityCode: '851', kyId: 'B', contactGroup: 11 }),
    ];
    const { errors } = await subgraph.run(
      'mutation ($inputs: [SubmitDecisionInput!]!) { submitDecisions(inputs: $inputs) { duplicate } }',
      { inputs },
    );
    expect(errors).toEqual([]);
    for (const { cpr } of inputs) ids[cpr] = (await citizenIdOf(database.sql, cpr)) ?? '';
  });

  afterAll(async () => {
    await subgraph.close();
    await database.drop();
  });

  const run = async (query: string, municipalities: string[] | null) => {
    const { data, errors } = await subgraph.run(query, {}, caller(municipalities));
    expect(errors).toEqual([]);
    return JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
  };

  it.each([
    ['citizen by id', () => `{ found: citizen(by: { id: "${ids[moves]!}" }) { id } }`],
    ['citizen by CPR number', () => `{ found: citizen(by: { cpr: "${moves}" }) { id } }`],
    ['decision', () => `{ found: decision(id: "${ids[moves]!}.1") { id } }`],
    ['contactGroup', () => `{ found: contactGroup(id: "${ids[moves]!}.2") { id } }`],
  ])('by %s', async (_, query) => {
    expect(await run(query(), ['851'])).toMatchObject({ found: { id: expect.any(String) as string } });
    expect(await run(query(), ['101'])).toEqual({ found: null });
    expect(await run(query(), [])).toEqual({ found: null });
  });

  it('by _entities, of every type and key', async () => {
    const id = ids[moves]!;
    const query = `{ _entities(representations: [
      { __typename: "Citizen", id: "${id}" }, { __typename: "Citizen", cpr: "${moves}" },
      { __typename: "Decision", id: "${id}.1" }, { __typename: "ContactGroup", id: "${id}.1" },
      { __typename: "ContactGroupChange", id: "${id}.2.0" }, { __typename: "ContactGroupChange", id: "${id}.1.0" }
    ]) { __typename } }`;
    const found = async (municipalities: string[]) =>
      ((await run(query, municipalities))['_entities'] as unknown[]).map((entity) => entity !== null);
    expect(await found(['851'])).toEqual([true, true, true, true, true, false]);
    // The changes that it heard of when the citizen was, and ceased to be, its own.
    expect(await found(['101'])).toEqual([false, false, false, false, true, true]);
    expect(await found(['461'])).toEqual([false, false, false, false, false, false]);
  });

  it('and whether there is one is known to nobody without the scope', async () => {
    const query = `{ _entities(representations: [{ __typename: "Citizen", cpr: "${stays}" }]) { __typename } }`;
    const { errors } = await subgraph.run(query, {}, caller(null, ['operate', 'decisions:submit']));
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('by the log of changes, each once', async () => {
    const query = (named = '') =>
      `{ contactGroupChanges${named} { nodes { kind decision { sequence } citizen { id municipalityCode } } } }`;
    const heard = async (municipalities: string[] | null, named?: string) => {
      const page = (await run(query(named), municipalities))['contactGroupChanges'] as {
        nodes: { kind: string }[];
      };
      return page.nodes.map((node) => node.kind);
    };
    expect(await heard(null)).toEqual(['OPENED', 'OPENED', 'CHANGED']);
    expect(await heard(['101', '851'])).toEqual(['OPENED', 'OPENED', 'CHANGED']);
    expect(await heard(['101'])).toEqual(['OPENED', 'OPENED', 'CHANGED']);
    expect(await heard(['851'])).toEqual(['CHANGED']);
    expect(await heard(['851'], '(municipalityCode: "101")')).toEqual([]);
    expect(await heard(['101'], '(municipalityCode: "101")')).toEqual(['OPENED', 'OPENED', 'CHANGED']);
    expect(await heard([])).toEqual([]);
    expect(await heard(['101', '851'], '(last: 2)')).toEqual(['OPENED', 'CHANGED']);
    expect(await heard(['851'], '(last: 9)')).toEqual(['CHANGED']);
    expect(await heard([], '(last: 9)')).toEqual([]);
    expect(await heard(null, `(citizenId: "${ids[moves]!}")`)).toEqual(['OPENED', 'CHANGED']);
    expect(await heard(['851'], `(citizenId: "${ids[moves]!}")`)).toEqual(['CHANGED']);
  });

  it('and sends for its own municipalities only', async () => {
    const input = JSON.stringify(submission({ cpr: stays, municipalityCode: '101' }))
      .replace(/"(\w+)":/g, '$1:')
      .replace('"GRANTED"', 'GRANTED');
    const { errors } = await subgraph.run(
      `mutation { submitDecision(input: ${input}) { duplicate } }`,
      {},
      caller(['851']),
    );
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});
