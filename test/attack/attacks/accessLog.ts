import type { Attack } from '../attack.ts';
import { post } from '../send.ts';
import type { CallerName, Target } from '../target.ts';

const log = (page: string) => `accessLog${page} { nodes { at operations } pageInfo { hasNextPage } }`;
const cursor = (text: string) => `(after: "${Buffer.from(text).toString('base64url')}")`;

const byId = (page: string) => `query ($id: ID!) { citizen(by: { id: $id }) { ${log(page)} } }`;
const byCpr = `query ($cpr: String!) { citizen(by: { cpr: $cpr }) { ${log('')} } }`;
const byEntity = `query ($id: ID!) { _entities(representations: [{ __typename: "Citizen", id: $id }]) {
  ... on Citizen { ${log('')} } } }`;
const byDecision = `query ($decision: ID!) { decision(id: $decision) { citizen { ${log('')} } } }`;

const nothing = (field: string) => `200 {"${field}":null}`;

/** Who asks for what of the access log of a citizen. */
const asked: readonly (readonly [string, CallerName, string, string])[] = [
  ["asks for another municipality's access log by id", 'auditor', byId(''), nothing('citizen')],
  ["asks for another municipality's access log by CPR number", 'auditor', byCpr, nothing('citizen')],
  [
    "asks for another municipality's access log by _entities",
    'auditor',
    byEntity,
    '200 {"_entities":[null]}',
  ],
  ["asks for another municipality's access log by a decision", 'auditor', byDecision, nothing('decision')],
  ['asks for an access log without its scope', 'adapter', byId(''), '403 FORBIDDEN'],
  ['asks for an access log by an entity without its scope', 'adapter', byEntity, '403 FORBIDDEN'],
  ['asks for too long a page of it', 'supervisor', byId('(first: 101)'), '200 LIMIT_EXCEEDED'],
  ['asks for a page of it without end', 'supervisor', byId('(first: 2147483647)'), '400 LIMIT_EXCEEDED'],
  ['asks for a negative page of it', 'supervisor', byId('(first: -1)'), '200 BAD_USER_INPUT'],
  ['goes on after a cursor of decisions', 'supervisor', byId(cursor('d1.1')), '200 BAD_USER_INPUT'],
  ['goes on after what is no number', 'supervisor', byId(cursor('a1.1 or true')), '200 BAD_USER_INPUT'],
  [
    'goes on after too large a number',
    'supervisor',
    byId(cursor('a1.9007199254740993')),
    '200 BAD_USER_INPUT',
  ],
  [
    'goes on after no cursor',
    'supervisor',
    byId(`(after: "'; drop table access_log; --")`),
    '200 BAD_USER_INPUT',
  ],
];

const variablesOf = ({ foreign: { citizen, cpr, decision } }: Target) => ({ id: citizen, cpr, decision });

/** What is asked of the access log. Who may ask for all sees that it is there, so that the refusals are not for nothing. */
export const accessLogAttacks: readonly Attack[] = [
  ...asked.map(([name, as, query, expected]): Attack => ({
    name,
    way: 'HTTP',
    expected,
    make: (target) => post(target, query, variablesOf(target), { as }),
  })),
  {
    name: 'looks whether it was logged itself',
    way: 'HTTP',
    // The answer to itself is logged after it.
    expected: /^200 \{"citizen":\{"accessLog":\{"nodes":\[\{"at":"[^"]+","operations":\["/,
    make: (target) => post(target, byId('(first: 1)'), variablesOf(target), { as: 'supervisor' }),
  },
];
