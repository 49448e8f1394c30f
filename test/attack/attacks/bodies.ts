import { deflateSync, gzipSync } from 'node:zlib';
import type { Attack } from '../attack.ts';
import type { Sent } from '../send.ts';
import { post, send } from '../send.ts';
import { decision, submitQuery } from './texts.ts';

const query = '{ rules { id } }';
const good = JSON.stringify({ query });
const bad = '400 BAD_USER_INPUT';
const badType = '415 BAD_USER_INPUT';

const bodies: readonly (readonly [string, string | RegExp, Sent])[] = [
  ['sends a batch of 100 operations', bad, { body: `[${Array(100).fill(good).join(',')}]` }],
  [
    'sends a persisted query',
    '200 BAD_USER_INPUT',
    { body: { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } } },
  ],
  [
    'asks for one operation by a name that is none',
    '400 GRAPHQL_VALIDATION_FAILED',
    { body: { query: 'query A { rules { id } }', operationName: 'B' } },
  ],
  [
    'sends text, as a page may from anywhere',
    badType,
    { headers: { 'content-type': 'text/plain' }, body: good },
  ],
  [
    'sends a form, as a page may',
    badType,
    {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `query=${encodeURIComponent(query)}`,
    },
  ],
  [
    'sends parts, as a page may',
    badType,
    {
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: `--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${good}\r\n--x--\r\n`,
    },
  ],
  [
    'sends a content type that only looks like JSON',
    badType,
    { headers: { 'content-type': 'text/plain; application/json' }, body: good },
  ],
  ['sends no content type', badType, { headers: { 'content-type': '' }, body: good }],
  [
    'asks by GET',
    '405 BAD_USER_INPUT',
    { method: 'GET', path: `/graphql?query=${encodeURIComponent(query)}` },
  ],
  [
    'changes by GET',
    '405 BAD_USER_INPUT',
    { method: 'GET', path: '/graphql?query=mutation%7BsubmitDecisions(inputs:[])%7Bduplicate%7D%7D' },
  ],
  [
    'sends more than 1 MiB',
    /^(413 LIMIT_EXCEEDED|closed)$/,
    { body: { query, variables: { x: 'x'.repeat(1_100_000) } } },
  ],
  [
    'sends a gzip bomb',
    /^(400|415) BAD_USER_INPUT$/,
    { headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(100_000_000, ' ')) },
  ],
  [
    'sends a deflated body',
    /^(400|415) BAD_USER_INPUT$/,
    { headers: { 'content-encoding': 'deflate' }, body: deflateSync(good) },
  ],
  [
    'sends UTF-16',
    bad,
    { headers: { 'content-type': 'application/json; charset=utf-16le' }, body: Buffer.from(good, 'utf16le') },
  ],
  [
    'sends UTF-7',
    /^(400|415) /,
    { headers: { 'content-type': 'application/json; charset=utf-7' }, body: '+AHsAIg-query+ACIAOg-' },
  ],
  ['sends bytes that are no UTF-8', bad, { body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc0, 0x80]) }],
  [
    'nests variables 100,000 deep',
    /^(200|400) /,
    { body: `{"query":"{ __typename }","variables":{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}}` },
  ],
  [
    'nests an input 100,000 deep',
    bad,
    {
      body: `{"query":${JSON.stringify(submitQuery)},"variables":{"input":${'{"kyId":'.repeat(100_000)}1${'}'.repeat(100_000)}}}`,
    },
  ],
  [
    'nests a representation 100,000 deep',
    /^(200|400) BAD_USER_INPUT$/,
    {
      body: `{"query":"query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }","variables":{"r":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
    },
  ],
  ['sends __proto__', bad, { body: '{"query":"{ __typename }","__proto__":{"isAdmin":true}}' }],
  [
    'sends __proto__ in variables',
    bad,
    { body: '{"query":"{ __typename }","variables":{"__proto__":{"isAdmin":true}}}' },
  ],
  [
    'sends constructor.prototype',
    bad,
    { body: '{"query":"{ __typename }","variables":{"constructor":{"prototype":{"isAdmin":true}}}}' },
  ],
  ['sends a query that is an object', bad, { body: { query: { toString: 'x' } } }],
  ['sends variables that are a list', bad, { body: { query, variables: [1] } }],
  [
    'sends a number for text',
    bad,
    { body: { query: submitQuery, variables: { input: decision({ kyId: { $gt: '' } }) } } },
  ],
  [
    'sends a number too large for JSON',
    bad,
    { body: `{"query":${JSON.stringify(submitQuery)},"variables":{"input":{"contactGroup":1e999}}}` },
  ],
  [
    'sends 1,000 faulty inputs',
    bad,
    {
      body: {
        query: 'mutation ($i: [SubmitDecisionInput!]!) { submitDecisions(inputs: $i) { duplicate } }',
        variables: { i: Array(1_000).fill({ cpr: 2902910001 }) },
      },
    },
  ],
  [
    'sends 501 decisions',
    '200 LIMIT_EXCEEDED',
    {
      body: {
        query: 'mutation ($i: [SubmitDecisionInput!]!) { submitDecisions(inputs: $i) { duplicate } }',
        variables: { i: Array(501).fill(decision({})) },
      },
    },
  ],
];

const refused = (code: string) =>
  `200 {"submitDecision":{"duplicate":false,"userErrors":[{"code":"${code}"}]}}`;

/** Values that are no values, or that are more than that. */
const inputs: readonly (readonly [string, string | RegExp, object])[] = [
  ['sends a NUL in a message id', refused('INVALID_MESSAGE_ID'), { messageId: 'a\0b' }],
  ['sends a NUL in a KY id', refused('INVALID_KY_ID'), { kyId: 'a\0b' }],
  ['sends half a surrogate pair in a KY id', refused('INVALID_KY_ID'), { kyId: 'a\ud800b' }],
  ['sends half a surrogate pair in a message id', refused('INVALID_MESSAGE_ID'), { messageId: '\udfff' }],
  ['sends a KY id of 100,000 characters', refused('INVALID_KY_ID'), { kyId: 'x'.repeat(100_000) }],
  ['sends Arabic digits for a CPR number', refused('INVALID_CPR'), { cpr: '٠١٠١٩٠١٢٣٤' }],
  ['sends a date that is none', bad, { startDate: '2022-02-30' }],
  ['sends SQL for a date', bad, { startDate: "2022-06-01'; drop table decision; --" }],
  ['sends SQL for a CPR number', refused('INVALID_CPR'), { cpr: "' or 1=1 --" }],
];

const injection = "x' or 1=1; drop table decision; --";

const injections: readonly (readonly [string, string, string])[] = [
  ['asks for a citizen by SQL', 'query ($x: ID!) { citizen(by: { id: $x }) { id } }', '200 {"citizen":null}'],
  ['asks for a decision by SQL', 'query ($x: ID!) { decision(id: $x) { id } }', '200 {"decision":null}'],
  [
    'asks for changes after SQL',
    'query ($x: String) { contactGroupChanges(after: $x) { headCursor } }',
    '200 BAD_USER_INPUT',
  ],
  [
    'asks for a municipality by SQL',
    'query ($x: String) { contactGroupChanges(municipalityCode: $x) { headCursor } }',
    '200 BAD_USER_INPUT',
  ],
  [
    'asks for an entity by SQL',
    'query ($x: _Any!) { _entities(representations: [$x]) { __typename } }',
    '200 BAD_USER_INPUT',
  ],
];

/** Bodies that are not what they should be, and values in them. */
export const bodyAttacks: readonly Attack[] = [
  ...bodies.map(([name, expected, sent]): Attack => ({
    name,
    way: 'HTTP',
    expected,
    make: (target) => send(target, sent),
  })),
  ...inputs.map(([name, expected, input]): Attack => ({
    name,
    way: 'HTTP',
    expected,
    make: (target) => post(target, submitQuery, { input: decision(input) }),
  })),
  ...injections.map(([name, query, expected]): Attack => ({
    name,
    way: 'HTTP',
    expected,
    make: (target) => post(target, query, { x: injection }),
  })),
];
