import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../database.ts';
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

/** A made-up CPR number as it may be written, and as a program that takes it for a number writes it. */
const forms = ['0101901234', '010190-1234', '101901234'] as const;

const fields = [
  'messageId',
  'cpr',
  'municipalityCode',
  'kyId',
  'kind',
  'contactGroup',
  'startDate',
  'endDate',
];

const submit = 'mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) { duplicate } }';

/** Whatever may be said, no part of the number of more than four digits is. */
function expectNothingOf(answer: unknown, form: string): void {
  const text = JSON.stringify(answer);
  expect(text).not.toContain(form);
  expect(text).not.toContain('1019012');
  expect(text).not.toContain('010190');
}

describe.each(forms)('nothing of %s is repeated', (form) => {
  const bare = form.replace('-', '').replace(/^0/, '');
  const wrongValues: unknown[] = [
    form,
    Number(bare),
    [form],
    { [form]: form },
    true,
    null,
    Number(bare) + 0.5,
  ];

  it.each(fields)('in a variable, as the %s of an input', async (field) => {
    for (const value of wrongValues) {
      const answer = await subgraph.run(submit, {
        input: { ...decisionInput({ cpr: 'x' }), [field]: value },
      });
      expectNothingOf(answer, form);
    }
  });

  it('in a variable, as anything else', async () => {
    for (const value of wrongValues)
      for (const [type, use] of [
        ['CitizenBy!', 'citizen(by: $value) { id }'],
        ['Date', 'citizen(by: { cpr: "x" }) { contactGroups(on: $value) { id } }'],
        ['Int', 'contactGroupChanges(first: $value) { nodes { id } }'],
        ['String', 'contactGroupChanges(after: $value) { nodes { id } }'],
        ['ID!', 'decision(id: $value) { id }'],
        ['[_Any!]!', '_entities(representations: $value) { __typename }'],
      ] as const) {
        const answer = await subgraph.run(`query ($value: ${type}) { ${use} }`, { value });
        expectNothingOf({ ...answer, errors: answer.errors }, form);
      }
  });

  it('in an unknown field of an input, in its name either', async () => {
    const input = { ...decisionInput(), [`cpr${form}`]: form, [form]: 1 };
    expectNothingOf(await subgraph.run(submit, { input }), form);
  });

  it.each([
    (value: string) => `{ citizen(by: { cpr: ${value} }) { id } }`,
    (value: string) => `{ citizen(by: { id: 1, cpr: [${value}] }) { id } }`,
    (value: string) => `{ citizen(by: ${value}) { id } }`,
    (value: string) => `{ citizen(by: { number: ${value} }) { id } }`,
    (value: string) => `{ citizen(by: { cpr: "x" }) { contactGroups(on: ${value}) { id } } }`,
    (value: string) => `{ contactGroupChanges(first: ${value}) { nodes { id } } }`,
    (value: string) => `{ rules @include(if: ${value}) { id } }`,
    (value: string) => `query ($kind: DecisionKind = ${value}) { rules { id } }`,
    (value: string) => `{ decision(id: 1 ${value}) { id } }`,
    (value: string) => `${value} { rules { id } }`,
    (value: string) => `{ rules { id } ${value}`,
    (value: string) => `{ rules { id ( ${value} ) } }`,
    (value: string) =>
      `{ previewDecision(input: { messageId: "m", cpr: "x", municipalityCode: "101", kyId: "A", kind: ${value}, startDate: "2022-01-01" }) { deviations } }`,
  ])('written out: %s', async (operation) => {
    for (const value of [
      form,
      `"${form}"`,
      `"""${form}"""`,
      `"${form}`,
      `[${form}]`,
      `{ cpr: "${form}" }`,
      `_${bare}`,
      `$_${bare}`,
    ])
      expectNothingOf(await subgraph.run(operation(value)), form);
  });

  it('in names', async () => {
    expectNothingOf(await subgraph.run(`{ _${bare} }`), form);
    expectNothingOf(await subgraph.run(`{ rules { _${bare}: idd } }`), form);
    expectNothingOf(await subgraph.run(`{ ...F${bare} }`), form);
    expectNothingOf(await subgraph.run(`query ($v${bare}: Nothing) { rules { id } }`), form);
  });
});

describe('what was expected is kept', () => {
  it.each([
    [
      { cpr: 101901234 },
      'Variable "$input" got invalid value at "input.cpr"; String cannot represent a non string value.',
    ],
    [
      { kind: 'GIVEN' },
      'Variable "$input" got invalid value at "input.kind"; The value does not exist in "DecisionKind" enum.',
    ],
    [
      { kind: 7 },
      'Variable "$input" got invalid value at "input.kind"; Enum "DecisionKind" cannot represent non-string value.',
    ],
    [
      { contactGroup: 'x' },
      'Variable "$input" got invalid value at "input.contactGroup"; Int cannot represent non-integer value.',
    ],
    [
      { startDate: '2022-02-30' },
      'Variable "$input" got invalid value at "input.startDate"; A Date must be a civil date of the form YYYY-MM-DD.',
    ],
    [
      { kyId: null },
      'Variable "$input" got invalid value at "input.kyId"; Expected non-nullable type "String!" not to be null.',
    ],
    [
      { kyId: undefined },
      'Variable "$input" got invalid value; Field "kyId" of required type "String!" was not provided.',
    ],
    [
      { other: 1 },
      'Variable "$input" got invalid value; A field is not defined by type "SubmitDecisionInput".',
    ],
  ])('of the variable %j', async (overrides, message) => {
    const { errors } = await subgraph.run(submit, { input: { ...decisionInput(), ...overrides } });
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('of a variable that is a list', async () => {
    const { errors } = await subgraph.run(
      'mutation ($inputs: [SubmitDecisionInput!]!) { submitDecisions(inputs: $inputs) { duplicate } }',
      { inputs: [decisionInput(), decisionInput({ cpr: 1 })] },
    );
    expect(errors[0]?.message).toContain('at "inputs[1].cpr"');
  });

  it.each([
    ['{ citizen(by: { cpr: 101901234 }) { id } }', 'String cannot represent a non string value.'],
    [
      '{ citizen(by: { cpr: "x" }) { contactGroups(on: "x") { id } } }',
      'A Date must be a civil date of the form YYYY-MM-DD.',
    ],
    ['{ citizen(by: { number: 1 }) { id } }', 'A field is not defined by type "CitizenBy".'],
    ['{ citizen(by: [1]) { id } }', 'Expected value of type "CitizenBy".'],
    ['{ rule }', 'Cannot query field "rule" on type "Query". Did you mean "rules"?'],
    [
      '{ citizen { id } }',
      'Field "citizen" argument "by" of type "CitizenBy!" is required, but it was not provided.',
    ],
    ['{ rules { id }', 'Syntax Error: Expected Name, found <EOF>.'],
    ['{ rules { 7 } }', 'Syntax Error: Expected Name, found Int.'],
    [
      'query A { rules { id } } query B { rules { id } }',
      'Must provide operation name if query contains multiple operations.',
    ],
  ])('of the operation %s', async (operation, message) => {
    const { errors } = await subgraph.run(operation);
    expect(errors).toMatchObject([{ message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });

  it('of a null that only the field refuses', async () => {
    const { errors } = await subgraph.run('query ($id: ID = "x") { decision(id: $id) { id } }', { id: null });
    expect(errors).toMatchObject([
      {
        message: 'Argument "id" of non-null type "ID!" must not be null.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });

  it('of an operation of too many tokens', async () => {
    const { errors } = await subgraph.run(`{ ${'rules { id } '.repeat(6_000)} }`);
    expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED' } }]);
  });
});
