import type { Answer } from '../answer.ts';
import type { Attack } from '../attack.ts';
import { post, send } from '../send.ts';
import { over } from '../socket.ts';
import type { Target } from '../target.ts';
import { decision } from './texts.ts';

const nothing = (field: string) => `200 {"${field}":null}`;

const preview =
  'query ($x: SubmitDecisionInput!) { previewDecision(input: $x) { rule { id } openAfter { code } userErrors { code } } }';

// The same whether the content was guessed right or wrong.
const reused =
  '200 {"previewDecision":{"rule":null,"openAfter":null,"userErrors":[{"code":"MESSAGE_ID_REUSED"}]}}';

/** What a jobcentre asks of another municipality's, by root field. */
export const rootAttacks: readonly (readonly [string, string, string, (target: Target) => object])[] = [
  [
    'Query.citizen, by id',
    nothing('citizen'),
    'query ($x: ID) { citizen(by: { id: $x }) { id } }',
    ({ foreign }) => ({ x: foreign.citizen }),
  ],
  [
    'Query.citizen, by CPR number',
    nothing('citizen'),
    'query ($x: String) { citizen(by: { cpr: $x }) { id } }',
    ({ foreign }) => ({ x: foreign.cpr }),
  ],
  [
    'Query.decision',
    nothing('decision'),
    'query ($x: ID!) { decision(id: $x) { id } }',
    ({ foreign }) => ({ x: foreign.decision }),
  ],
  [
    'Query.contactGroup',
    nothing('contactGroup'),
    'query ($x: ID!) { contactGroup(id: $x) { id } }',
    ({ foreign }) => ({ x: foreign.contactGroup }),
  ],
  [
    'Query.contactGroupChanges, of a citizen',
    '200 {"contactGroupChanges":{"nodes":[]}}',
    'query ($x: ID) { contactGroupChanges(citizenId: $x) { nodes { id } } }',
    ({ foreign }) => ({ x: foreign.citizen }),
  ],
  [
    'Query.contactGroupChanges',
    '200 {"contactGroupChanges":{"nodes":[]}}',
    '{ contactGroupChanges(municipalityCode: "851") { nodes { id } } }',
    () => ({}),
  ],
  [
    'Query.previewDecision, of a stop',
    '200 {"previewDecision":{"rule":{"id":"nothing-open"},"openAfter":[],"userErrors":[]}}',
    preview,
    ({ foreign }) => ({ x: decision({ cpr: foreign.cpr, kind: 'STOPPED', messageId: 'preview' }) }),
  ],
  [
    'Query.previewDecision, of what was sent before',
    reused,
    preview,
    ({ foreign }) => ({ x: decision({ cpr: foreign.cpr, municipalityCode: '851', messageId: 'attacked' }) }),
  ],
  [
    'Query.previewDecision, of what was sent before and is guessed wrong',
    reused,
    preview,
    ({ foreign }) => ({ x: decision({ cpr: foreign.cpr, contactGroup: 3, messageId: 'attacked' }) }),
  ],
  [
    'Query.deviationReport',
    '200 {"deviationReport":[]}',
    '{ deviationReport(from: "2026-01-01", to: "2026-12-31", municipalityCode: "851") { municipalityCode } }',
    () => ({}),
  ],
  [
    'Mutation.submitDecision',
    '200 FORBIDDEN',
    'mutation ($x: SubmitDecisionInput!) { submitDecision(input: $x) { duplicate } }',
    ({ foreign }) => ({ x: decision({ cpr: foreign.cpr, municipalityCode: '851' }) }),
  ],
  [
    'Mutation.submitDecisions',
    '200 FORBIDDEN',
    'mutation ($x: [SubmitDecisionInput!]!) { submitDecisions(inputs: $x) { duplicate } }',
    ({ foreign }) => ({ x: [decision({}), decision({ cpr: foreign.cpr, municipalityCode: '851' })] }),
  ],
  [
    'Mutation.reportSick',
    '200 FORBIDDEN',
    'mutation ($x: ReportSickInput!) { reportSick(input: $x) { duplicate } }',
    ({ foreign }) => ({ x: { messageId: 'a', cpr: foreign.cpr, sickFrom: '2022-06-01' } }),
  ],
  [
    'Mutation.reportRecovered',
    '200 FORBIDDEN',
    'mutation ($x: ReportRecoveredInput!) { reportRecovered(input: $x) { duplicate } }',
    ({ foreign }) => ({ x: { messageId: 'a', cpr: foreign.cpr, recoveredOn: '2022-07-01' } }),
  ],
];

/** Root fields that say the same to everybody. */
export const sameForAll = ['Query.contactGroupTypes', 'Query.rules', 'Query._service'];

/** How each entity of another municipality is asked for. */
export const entityAttacks: Readonly<Record<string, (target: Target) => readonly object[]>> = {
  Citizen: ({ foreign }) => [{ id: foreign.citizen }, { cpr: foreign.cpr }],
  ContactGroup: ({ foreign }) => [{ id: foreign.contactGroup }],
  ContactGroupChange: ({ foreign }) => [{ id: foreign.change }],
  Decision: ({ foreign }) => [{ id: foreign.decision }],
};

const subscriptions: readonly (readonly [string, (target: Target) => string])[] = [
  ['to all', () => '(after: "")'],
  ['to the municipality', () => '(municipalityCode: "851", after: "")'],
  ['to the citizen', ({ foreign }) => `(citizenId: "${foreign.citizen}", after: "")`],
];

/** Subscribes from the beginning of the log, and is told nothing. */
async function listen(target: Target, condition: string): Promise<Answer> {
  const begin = Buffer.from('c1.0').toString('base64url');
  const query = `subscription { contactGroupChanged${condition.replace('after: ""', `after: "${begin}"`)} { id } }`;
  return over(target, {}, (attacker) => {
    attacker.say({ id: '1', type: 'subscribe', payload: { query } });
    return attacker.answer(400);
  });
}

/** A jobcentre that asks for what belongs to another municipality, by ids that are right. */
export const municipalityAttacks: readonly Attack[] = [
  ...rootAttacks.map(([field, expected, query, variables]): Attack => ({
    name: `asks for another municipality's by ${field}`,
    way: 'HTTP',
    expected,
    make: (target) => post(target, query, variables(target)),
  })),
  ...Object.entries(entityAttacks).map(([type, keys]): Attack => ({
    name: `asks for another municipality's ${type} by _entities`,
    way: 'HTTP',
    expected: /^200 {"_entities":\[null(,null)?\]}$/,
    make: (target) =>
      post(target, 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }', {
        r: keys(target).map((key) => ({ __typename: type, ...key })),
      }),
  })),
  ...subscriptions.map(([name, condition]): Attack => ({
    name: `subscribes to another municipality's: ${name}`,
    way: 'WebSocket',
    expected: 'silent',
    make: (target) => listen(target, condition(target)),
  })),
  {
    name: 'decides on another municipality’s citizen by its own code',
    way: 'HTTP',
    // A citizen moves by the latest decision: that is what a sender's scope is for. A reader alone cannot.
    expected: '403 FORBIDDEN',
    make: (target) =>
      send(target, {
        as: 'flooder',
        body: {
          query: 'mutation ($x: SubmitDecisionInput!) { submitDecision(input: $x) { duplicate } }',
          variables: { x: decision({ cpr: target.foreign.cpr }) },
        },
      }),
  },
];
