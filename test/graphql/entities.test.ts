import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { madeUpCpr } from '../commands/submission.ts';
import { decisionInput } from './decision.ts';
import { createSubgraph, submit, type Subgraph } from './subgraph.ts';

let database: TestDatabase;
let subgraph: Subgraph;
let decisionIds: string[];
let citizenId: string;

/** Citizens with a change of group and a negative decision each. */
const cprs = Array.from({ length: 50 }, (_, index) => madeUpCpr(index));

beforeAll(async () => {
  database = await createTestDatabase();
  subgraph = await createSubgraph(database.address);
  const inputs = cprs.flatMap((cpr, index) => [
    decisionInput({ cpr, kyId: `A${index}` }),
    decisionInput({
      cpr,
      kyId: `B${index}`,
      contactGroup: 11,
      municipalityCode: '851',
      startDate: '2022-06-10',
    }),
    decisionInput({ cpr, kyId: `A${index}`, kind: 'STOPPED' }),
  ]);
  decisionIds = await submit(subgraph, inputs);
  citizenId = decisionIds[0]!.split('.')[0]!;
});

afterAll(async () => {
  await subgraph.close();
  await database.drop();
});

async function entities(representations: readonly object[], selection: string) {
  return subgraph.run<{ _entities: unknown[] }>(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ${selection} } }`,
    { representations },
  );
}

describe('entities by reference', () => {
  it('Citizen by id and by CPR number', async () => {
    const answer = await entities(
      [
        { __typename: 'Citizen', id: citizenId },
        { __typename: 'Citizen', cpr: cprs[0] },
        { __typename: 'Citizen', cpr: `${cprs[0]!.slice(0, 6)}-${cprs[0]!.slice(6)}` },
      ],
      '... on Citizen { id cpr municipalityCode }',
    );
    const citizen = { __typename: 'Citizen', id: citizenId, cpr: cprs[0], municipalityCode: '101' };
    expect(answer).toEqual({ data: { _entities: [citizen, citizen, citizen] }, errors: [] });
  });

  it('Decision, ContactGroup, ContactGroupChange and ContactGroupType', async () => {
    const answer = await entities(
      [
        { __typename: 'Decision', id: `${citizenId}.2` },
        { __typename: 'ContactGroup', id: `${citizenId}.1` },
        { __typename: 'ContactGroupChange', id: `${citizenId}.2.0` },
        { __typename: 'ContactGroupType', code: 10 },
      ],
      `... on Decision { id kyId sequence contactGroupType { code } }
       ... on ContactGroup { id open startDate endDate openedBy { sequence } closedBy { sequence } citizen { id } }
       ... on ContactGroupChange { id change: kind from { id } to { id } decision { id } citizen { id } occurredAt }
       ... on ContactGroupType { code name concurrent }`,
    );
    expect(answer).toEqual({
      data: {
        _entities: [
          {
            __typename: 'Decision',
            id: `${citizenId}.2`,
            kyId: 'B0',
            sequence: 2,
            contactGroupType: { code: 11 },
          },
          {
            __typename: 'ContactGroup',
            id: `${citizenId}.1`,
            open: false,
            startDate: '2022-06-01',
            endDate: '2022-06-09',
            openedBy: { sequence: 1 },
            closedBy: { sequence: 2 },
            citizen: { id: citizenId },
          },
          {
            __typename: 'ContactGroupChange',
            id: `${citizenId}.2.0`,
            change: 'CHANGED',
            from: { id: `${citizenId}.1` },
            to: { id: `${citizenId}.2` },
            decision: { id: `${citizenId}.2` },
            citizen: { id: citizenId },
            occurredAt: '2022-06-24T10:00:00.123Z',
          },
          { __typename: 'ContactGroupType', code: 10, name: 'Fleksjobansat', concurrent: true },
        ],
      },
      errors: [],
    });
  });

  it('null for what is unknown or malformed, beside those that are known', async () => {
    const unknown = '00000000-0000-7000-8000-000000000000';
    const answer = await entities(
      [
        { __typename: 'Citizen', id: unknown },
        { __typename: 'Citizen', id: 'x' },
        { __typename: 'Citizen', id: 7 },
        { __typename: 'Citizen', cpr: '3112990000' },
        { __typename: 'Citizen', cpr: '9999999999' },
        { __typename: 'Citizen' },
        { __typename: 'Decision', id: `${citizenId}.99` },
        { __typename: 'Decision', id: citizenId },
        { __typename: 'ContactGroup', id: `${citizenId}.3` },
        { __typename: 'ContactGroupChange', id: `${citizenId}.3.0` },
        { __typename: 'ContactGroupType', code: 9 },
        { __typename: 'ContactGroupType', code: '10' },
        { __typename: 'Citizen', id: citizenId },
      ],
      '',
    );
    expect(answer).toEqual({
      data: { _entities: [...Array<null>(12).fill(null), { __typename: 'Citizen' }] },
      errors: [],
    });
  });

  it('refuses more than 2,000 at once, and what is no entity', async () => {
    const many = await entities(Array<object>(2_001).fill({ __typename: 'Citizen', id: citizenId }), '');
    expect(many.errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED' } }]);
    for (const representation of [{ __typename: 'PageInfo' }, { __typename: 'Nobody' }, {}, 'Citizen', 1]) {
      const { errors } = await entities([representation as object], '');
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });
});

describe('the number of SQL statements', () => {
  const everything = `... on Citizen {
    id cpr municipalityCode
    contactGroups { id type { name } openedBy { kyId } closedBy { kyId } }
    on: contactGroups(on: "2022-06-05") { id }
    contactGroupHistory(first: 5) { nodes { id citizen { cpr } closedBy { sequence } } pageInfo { hasNextPage } }
    decisions(first: 10) {
      nodes { id outcome { rule { id noteText } deviations changes { id from { id } to { id openedBy { kyId } } } } }
    }
    aCase: decisions(kyId: "A0") { nodes { id } }
  }`;

  async function statementsFor(count: number, key: 'id' | 'cpr'): Promise<number> {
    const before = subgraph.statements.length;
    const ids = decisionIds.filter((id) => id.endsWith('.1')).map((id) => id.slice(0, -2));
    const representations = (key === 'id' ? ids : cprs)
      .slice(0, count)
      .map((value) => ({ __typename: 'Citizen', [key]: value }));
    const { data, errors } = await entities(representations, everything);
    expect(errors).toEqual([]);
    expect(data._entities).not.toContain(null);
    expect(data._entities).toHaveLength(count);
    return subgraph.statements.length - before;
  }

  it.each(['id', 'cpr'] as const)('by %s is the same for 1 and for 50 citizens', async (key) => {
    const one = await statementsFor(1, key);
    expect(await statementsFor(50, key)).toBe(one);
    expect(one).toBeLessThanOrEqual(13);
  });

  it('is none for the answer to a submitted decision', async () => {
    const before = subgraph.statements.length;
    const { errors } = await subgraph.run(
      `mutation ($input: SubmitDecisionInput!) {
        submitDecision(input: $input) {
          decision {
            id citizen { id }
            outcome { rule { id } deviations changes { id cursor from { id } to { id type { code } openedBy { id } } } }
          }
        }
      }`,
      { input: decisionInput({ cpr: madeUpCpr(900) }) },
    );
    expect(errors).toEqual([]);
    expect(subgraph.statements.slice(before)).toEqual([]);
  });
});
