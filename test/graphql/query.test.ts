import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passages } from '../../src/rules/note.ts';
import { table } from '../../src/rules/table.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { madeUpCpr } from '../commands/submission.ts';
import { decisionInput } from './decision.ts';
import { createSubgraph, submit, type Subgraph } from './subgraph.ts';

let database: TestDatabase;
let subgraph: Subgraph;
let citizenId: string;

const cpr = madeUpCpr(7);

beforeAll(async () => {
  database = await createTestDatabase();
  subgraph = await createSubgraph(database.address);
  const ids = await submit(subgraph, [
    decisionInput({ cpr, contactGroup: 10, startDate: '2022-01-10' }),
    decisionInput({ cpr, kyId: 'B', contactGroup: 7, startDate: '2022-02-01' }),
    decisionInput({ cpr, kyId: 'A', contactGroup: null, kind: 'STOPPED', startDate: '2022-03-31' }),
  ]);
  citizenId = ids[0]!.split('.')[0]!;
});

afterAll(async () => {
  await subgraph.close();
  await database.drop();
});

const by = (value: object, selection = '{ id }') =>
  subgraph.run<{ citizen: unknown }>(`query ($by: CitizenBy!) { citizen(by: $by) ${selection} }`, {
    by: value,
  });

describe('citizen', () => {
  it('is found by id and by CPR number, with a hyphen or without', async () => {
    const found = { data: { citizen: { id: citizenId } }, errors: [] };
    expect(await by({ id: citizenId })).toEqual(found);
    expect(await by({ cpr })).toEqual(found);
    expect(await by({ cpr: `${cpr.slice(0, 6)}-${cpr.slice(6)}` })).toEqual(found);
    expect(await by({ cpr, id: null })).toEqual(found);
  });

  it('is null where none is known', async () => {
    const none = { data: { citizen: null }, errors: [] };
    expect(await by({ id: '00000000-0000-7000-8000-000000000000' })).toEqual(none);
    expect(await by({ id: 'malformed' })).toEqual(none);
    expect(await by({ cpr: '3112991234' })).toEqual(none);
  });

  it('wants exactly one of the two, and a possible CPR number', async () => {
    for (const value of [{}, { id: citizenId, cpr }, { id: null, cpr: null }]) {
      const { errors } = await by(value);
      expect(errors).toMatchObject([{ message: expect.stringContaining('exactly one') as string }]);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
    for (const value of ['0000000000', '3213991234', '010199123', '']) {
      const { errors } = await by({ cpr: value });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(errors[0]?.message).toContain('by.cpr');
      if (value) expect(JSON.stringify(errors)).not.toContain(value);
    }
  });

  it('is in the open groups, ordered by code', async () => {
    const cprOfTwo = madeUpCpr(8);
    await submit(subgraph, [
      decisionInput({ cpr: cprOfTwo, contactGroup: 13 }),
      decisionInput({ cpr: cprOfTwo, kyId: 'B', contactGroup: 7 }),
    ]);
    const { data } = await by({ cpr: cprOfTwo }, '{ contactGroups { type { code } open } }');
    expect(data.citizen).toEqual({
      contactGroups: [
        { type: { code: 7 }, open: true },
        { type: { code: 13 }, open: true },
      ],
    });
  });

  it.each([
    ['2022-01-09', []],
    ['2022-01-10', [10]],
    ['2022-02-01', [7, 10]],
    ['2022-03-31', [7, 10]],
    ['2022-04-01', [7]],
    ['9999-12-31', [7]],
  ])('was on %s in the groups %j', async (on, codes) => {
    const { data } = await subgraph.run<{ citizen: { contactGroups: { type: { code: number } }[] } }>(
      'query ($id: ID!, $on: Date) { citizen(by: { id: $id }) { contactGroups(on: $on) { type { code } } } }',
      { id: citizenId, on },
    );
    expect(data.citizen.contactGroups.map(({ type }) => type.code)).toEqual(codes);
  });
});

describe('decision and contactGroup', () => {
  it('are found by id, else null', async () => {
    const { data, errors } = await subgraph.run(
      `query ($decision: ID!, $group: ID!) {
        decision(id: $decision) { messageId kyId kind startDate endDate receivedAt sequence contactGroupType { code } }
        contactGroup(id: $group) { type { code name concurrent } open startDate endDate }
        noDecision: decision(id: "7") { id }
        noGroup: contactGroup(id: "${'x'.repeat(5_000)}") { id }
      }`,
      { decision: `${citizenId}.3`, group: `${citizenId}.1` },
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      decision: {
        kyId: 'A',
        kind: 'STOPPED',
        startDate: '2022-03-31',
        endDate: null,
        receivedAt: '2022-06-24T10:00:00.123Z',
        sequence: 3,
        // I12: the group last granted on the KY id is meant.
        contactGroupType: { code: 10 },
      },
      contactGroup: {
        type: { code: 10, name: 'Fleksjobansat', concurrent: true },
        open: false,
        startDate: '2022-01-10',
        endDate: '2022-03-31',
      },
      noDecision: null,
      noGroup: null,
    });
  });
});

describe('rules and contactGroupTypes', () => {
  it('are those of the table, with the words of the note and the readings that they cite', async () => {
    const { data } = await subgraph.run<{
      rules: {
        id: string;
        source: string[];
        noteText: string[];
        readings: { id: string }[];
        explanation: string;
      }[];
    }>('{ rules { id source noteText readings { id question decision } explanation } }');
    expect(data.rules.map(({ id }) => id)).toEqual(table.map(({ id }) => id));
    const rule = data.rules.find(({ id }) => id === 'another-case-carries');
    expect(rule).toMatchObject({
      source: ['§1.1', '§1.4d', 'I5'],
      noteText: [passages['§1.1'], passages['§1.4d']],
      readings: [{ id: 'I5', question: expect.stringMatching(/./) as string }],
    });
  });

  it('are all that are in force', async () => {
    const { data } = await subgraph.run<{ contactGroupTypes: { code: number; name: string | null }[] }>(
      '{ contactGroupTypes { code name } }',
    );
    expect(data.contactGroupTypes).toHaveLength(28);
    expect(data.contactGroupTypes).toContainEqual({ code: 2, name: null });
  });
});

describe('previewDecision', () => {
  const preview = (input: object) =>
    subgraph.run<{ previewDecision: unknown }>(
      `query ($input: SubmitDecisionInput!) {
        previewDecision(input: $input) { rule { id } openAfter { code } deviations userErrors { code field } }
      }`,
      { input },
    );

  it('tells what submitDecision would do, and stores nothing', async () => {
    const { data } = await preview(decisionInput({ cpr, kyId: 'B', contactGroup: 2 }));
    expect(data.previewDecision).toEqual({
      rule: { id: 'superseding-grant' },
      openAfter: [{ code: 2 }],
      deviations: ['KY_ID_ON_OTHER_BENEFIT'],
      userErrors: [],
    });
    const { data: after } = await by({ cpr }, '{ decisions { nodes { sequence } } }');
    expect(after.citizen).toEqual({
      decisions: { nodes: [{ sequence: 3 }, { sequence: 2 }, { sequence: 1 }] },
    });
  });

  it('names all faulty fields', async () => {
    const { data } = await preview(decisionInput({ cpr: '1', contactGroup: 9 }));
    expect(data.previewDecision).toEqual({
      rule: null,
      openAfter: null,
      deviations: null,
      userErrors: [
        { code: 'INVALID_CPR', field: ['input', 'cpr'] },
        { code: 'UNKNOWN_CONTACT_GROUP', field: ['input', 'contactGroup'] },
      ],
    });
  });
});
