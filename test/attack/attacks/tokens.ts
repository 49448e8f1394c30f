import { createHmac } from 'node:crypto';
import type { Answer } from '../answer.ts';
import type { Attack } from '../attack.ts';
import { post, send } from '../send.ts';
import { open } from '../socket.ts';
import type { Target } from '../target.ts';

const claims = { sub: 'forger', scope: 'citizens:read', municipalities: ['*'] };
const now = () => Math.floor(Date.now() / 1000);
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const usual = ({ keys: { options } }: Target) => ({
  ...claims,
  iss: options.issuer,
  aud: options.audience,
  exp: now() + 3_600,
});

/** What a forger shows. */
const forgeries: Readonly<Record<string, (target: Target) => Promise<string> | string>> = {
  'signs by no algorithm': (target) => `${encode({ alg: 'none' })}.${encode(usual(target))}.`,
  'signs by no algorithm, in capitals': (target) =>
    `${encode({ alg: 'NONE', kid: 'ES256' })}.${encode(usual(target))}.AA`,
  'signs by the public key as a secret': (target) => {
    const text = `${encode({ alg: 'HS256', kid: 'ES256' })}.${encode(usual(target))}`;
    return `${text}.${createHmac('sha256', target.keys.publicPem).update(text).digest('base64url')}`;
  },
  'signs by a key of its own': ({ keys }) => keys.sign(claims, {}, keys.ownKey),
  'brings its key along': ({ keys }) => keys.sign(claims, { jwk: keys.ownJwk }, keys.ownKey),
  'says where its key is': ({ keys, bait }) =>
    keys.sign(claims, { jku: `http://${bait.forbidden}/jwks` }, keys.ownKey),
  'names a key that is none': ({ keys }) => keys.sign(claims, { kid: '../../dev/null' }),
  'shows a token that has expired': ({ keys }) => keys.sign({ ...claims, exp: now() - 60 }),
  'shows one without an end': ({ keys }) => keys.sign({ ...claims, exp: undefined }),
  'shows one that is not good yet': ({ keys }) => keys.sign({ ...claims, nbf: now() + 600 }),
  'shows one for another audience': ({ keys }) => keys.sign({ ...claims, aud: 'other' }),
  'shows one of another issuer': ({ keys }) => keys.sign({ ...claims, iss: 'https://other.example' }),
  'shows one without a subject': ({ keys }) => keys.sign({ ...claims, sub: undefined }),
  'writes more municipalities into a good one': async (target) => {
    const [head, , signature] = (await target.keys.sign({ ...claims, municipalities: ['101'] })).split('.');
    return [head, encode(usual(target)), signature].join('.');
  },
  'leaves the signature out': async ({ keys }) =>
    `${(await keys.sign(claims)).split('.').slice(0, 2).join('.')}.`,
  'asks for an extension that nobody knows': ({ keys }) =>
    keys.sign(claims, { crit: ['exp'], b64: true }).catch(() => 'a.b.c'),
};

const refused = '401 UNAUTHENTICATED';
const query = '{ rules { id } }';
const withHeaders = (headers: Record<string, string>) => (target: Target) =>
  post(target, query, {}, { as: null, headers });

/** What is wrong with how it is shown. */
const showings: Readonly<Record<string, (target: Target) => Promise<Answer>>> = {
  'shows nothing': withHeaders({}),
  'shows the secret alone': (target) => withHeaders({ 'x-router-secret': target.secret })(target),
  'shows a good token without the secret': (target) =>
    withHeaders({ authorization: target.headers.jobcentre['authorization'] ?? '' })(target),
  'shows part of the secret': (target) =>
    post(target, query, {}, { headers: { 'x-router-secret': target.secret.slice(0, -1) } }),
  'shows the secret twice': (target) =>
    post(target, query, {}, { headers: { 'x-router-secret': `${target.secret}, ${target.secret}` } }),
  'shows an empty secret': (target) => post(target, query, {}, { headers: { 'x-router-secret': '' } }),
  'shows a token by Basic': (target) =>
    post(target, query, {}, { headers: { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` } }),
  'shows two tokens': (target) =>
    post(
      target,
      query,
      {},
      { headers: { authorization: `${target.headers.jobcentre['authorization']}, Bearer x.y.z` } },
    ),
  'shows a token of 10 kB': (target) =>
    post(target, query, {}, { headers: { authorization: `Bearer a.${'b'.repeat(10_000)}.c` } }),
  'shows a token in the URL': (target) =>
    send(target, {
      as: null,
      path: `/graphql?access_token=${target.headers.jobcentre['authorization']?.slice(7)}`,
      headers: { 'x-router-secret': target.secret },
      body: { query },
    }),
};

/** Tokens that are forged, and secrets that are guessed. */
export const tokenAttacks: readonly Attack[] = [
  ...Object.entries(forgeries).flatMap(([name, forge]): Attack[] => [
    {
      name,
      way: 'HTTP',
      expected: refused,
      make: async (target) =>
        post(target, query, {}, { headers: { authorization: `Bearer ${await forge(target)}` } }),
    },
    {
      name,
      way: 'WebSocket',
      expected: 'closed 4401',
      make: async (target) => {
        const payload = { authorization: `Bearer ${await forge(target)}`, routerSecret: target.secret };
        const attacker = await open(target, { as: null, payload });
        if ('status' in attacker) return attacker;
        attacker.end();
        return { status: 'alive', text: '' };
      },
    },
  ]),
  ...Object.entries(showings).map(([name, make]): Attack => ({ name, way: 'HTTP', expected: refused, make })),
  {
    name: 'shows nothing',
    way: 'SSE',
    expected: refused,
    make: (target) =>
      post(
        target,
        'subscription { contactGroupChanged { id } }',
        {},
        { as: null, headers: { accept: 'text/event-stream' } },
      ),
  },
  {
    name: 'shows nothing',
    way: 'callback',
    expected: refused,
    make: (target) =>
      post(
        target,
        'subscription { contactGroupChanged { id } }',
        {},
        { as: null, headers: { accept: 'application/json;callbackSpec=1.0' } },
      ),
  },
];
