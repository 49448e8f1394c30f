import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Failure } from '../../src/commands/submission.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { madeUpCpr } from '../commands/submission.ts';
import { decisionInput } from './decision.ts';
import { createSubgraph, type Subgraph } from './subgraph.ts';

let database: TestDatabase;
let subgraph: Subgraph;

beforeAll(async () => {
  database = await createTestDatabase();
  subgraph = await createSubgraph(database.address);
});

afterAll(async () => {
  await subgraph.close();
  await database.drop();
});

const payload = `{
  decision { sequence contactGroupType { code } outcome { rule { id } changes { kind from { open } to { open } } } }
  duplicate
  userErrors { code field message }
}`;
const one = `mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) ${payload} }`;
const many = `mutation ($inputs: [SubmitDecisionInput!]!) { submitDecisions(inputs: $inputs) ${payload} }`;

describe('submitDecision', () => {
  it('answers with the stored decision, and with the same one when it is sent again', async () => {
    const input = decisionInput({ cpr: madeUpCpr(1) });
    const decision = {
      sequence: 1,
      contactGroupType: { code: 2 },
      outcome: { rule: { id: 'first-grant' }, changes: [{ kind: 'OPENED', from: null, to: { open: true } }] },
    };
    expect(await subgraph.run(one, { input })).toEqual({
      data: { submitDecision: { decision, duplicate: false, userErrors: [] } },
      errors: [],
    });
    expect(await subgraph.run(one, { input })).toEqual({
      data: { submitDecision: { decision, duplicate: true, userErrors: [] } },
      errors: [],
    });
  });

  it('refuses with the paths of all faulty fields, and takes a field that is null for one left out', async () => {
    const input = decisionInput({ cpr: 'x', contactGroup: null, endDate: null, municipalityCode: '1' });
    const { data } = await subgraph.run<{ submitDecision: { userErrors: object[] } }>(one, { input });
    expect(data.submitDecision).toMatchObject({
      decision: null,
      duplicate: false,
      userErrors: [
        { code: 'INVALID_CPR', field: ['input', 'cpr'] },
        { code: 'INVALID_MUNICIPALITY', field: ['input', 'municipalityCode'] },
        { code: 'CONTACT_GROUP_REQUIRED', field: ['input', 'contactGroup'] },
      ],
    });
  });

  it('answers each field of one operation with what is true after it', async () => {
    const cpr = madeUpCpr(2);
    const citizen = '{ decision { citizen { municipalityCode contactGroups { type { code } } } } }';
    const { data, errors } = await subgraph.run(
      `mutation ($a: SubmitDecisionInput!, $b: SubmitDecisionInput!) {
        a: submitDecision(input: $a) ${citizen}
        b: submitDecision(input: $b) ${citizen}
      }`,
      {
        a: decisionInput({ cpr, kyId: 'A', contactGroup: 2 }),
        b: decisionInput({ cpr, kyId: 'B', contactGroup: 11, municipalityCode: '851' }),
      },
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      a: { decision: { citizen: { municipalityCode: '101', contactGroups: [{ type: { code: 2 } }] } } },
      b: { decision: { citizen: { municipalityCode: '851', contactGroups: [{ type: { code: 11 } }] } } },
    });
  });

  it.each(['UNAVAILABLE', 'INTERNAL_SERVER_ERROR'] as const)(
    'fails with %s and a reference',
    async (code) => {
      const failed: Failure = { kind: 'failed', code, reference: 'a-reference' };
      const failing = await createSubgraph(database.address, {
        overrides: { submitDecision: () => Promise.resolve(failed) },
      });
      const { data, errors } = await failing.run(one, { input: decisionInput() });
      await failing.close();
      expect(data).toBeNull();
      expect(errors).toMatchObject([
        { path: ['submitDecision'], extensions: { code, reference: 'a-reference' } },
      ]);
    },
  );
});

describe('submitDecisions', () => {
  it('answers in order and each on its own, one citizen in the given order', async () => {
    const cpr = madeUpCpr(3);
    const inputs = [
      decisionInput({ cpr, kyId: 'A', contactGroup: 2 }),
      decisionInput({ cpr: 'faulty' }),
      decisionInput({ cpr, kyId: 'B', contactGroup: 11 }),
      decisionInput({ cpr: madeUpCpr(4) }),
      decisionInput({ cpr, kyId: 'B', contactGroup: 11, kind: 'CLOSED' }),
    ];
    const { data, errors } = await subgraph.run<{
      submitDecisions: {
        decision: { sequence: number; outcome: { changes: object[] } } | null;
        userErrors: object[];
      }[];
    }>(many, { inputs });
    expect(errors).toEqual([]);
    const answers = data.submitDecisions;
    expect(answers.map(({ decision }) => decision?.sequence ?? null)).toEqual([1, null, 2, 1, 3]);
    expect(answers[1]?.userErrors).toMatchObject([{ code: 'INVALID_CPR', field: ['inputs', '1', 'cpr'] }]);
    // Groups are told as they stand after the whole batch.
    expect(answers[2]?.decision?.outcome.changes).toEqual([
      { kind: 'CHANGED', from: { open: false }, to: { open: false } },
    ]);
  });

  it('keeps the other answers when one fails', async () => {
    const failing = await createSubgraph(database.address, {
      overrides: {
        submitDecision: ({ kyId }) =>
          Promise.resolve(
            kyId === 'bad'
              ? { kind: 'failed', code: 'UNAVAILABLE', reference: 'a-reference' }
              : { kind: 'refused', userErrors: [] },
          ),
      },
    });
    const { data, errors } = await failing.run<{ submitDecisions: { userErrors: object[] }[] }>(many, {
      inputs: [decisionInput(), decisionInput({ kyId: 'bad' })],
    });
    await failing.close();
    expect(errors).toEqual([]);
    expect(data.submitDecisions.map(({ userErrors }) => userErrors)).toMatchObject([
      [],
      [
        {
          code: 'UNAVAILABLE',
          field: ['inputs', '1'],
          message: expect.stringContaining('a-reference') as string,
        },
      ],
    ]);
  });

  it('takes 500, and not one more', async () => {
    const inputs = (count: number) =>
      Array.from({ length: count }, (_, index) => decisionInput({ cpr: madeUpCpr(100 + (index % 50)) }));
    const { data } = await subgraph.run<{ submitDecisions: { decision: object | null }[] }>(many, {
      inputs: inputs(500),
    });
    expect(data.submitDecisions.filter(({ decision }) => decision)).toHaveLength(500);
    const { errors } = await subgraph.run(many, { inputs: inputs(501) });
    expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED' } }]);
    expect((await subgraph.run(many, { inputs: [] })).data).toEqual({ submitDecisions: [] });
  });
});
