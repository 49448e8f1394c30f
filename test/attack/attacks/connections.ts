import type { Attack } from '../attack.ts';
import { headOf, send, write } from '../send.ts';
import type { Target } from '../target.ts';

const good = '{"query":"{ __typename }"}';
const bad = '400 BAD_USER_INPUT';
const close = 'Connection: close';
const smuggled = 'GET /board HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** What is written to a connection. */
const written: readonly (readonly [string, string | RegExp, (target: Target) => (string | Buffer)[]])[] = [
  [
    'gives two lengths',
    bad,
    (target) => [headOf(target, ['Content-Length: 26', 'Content-Length: 5', close]), good],
  ],
  [
    'gives a length and chunks',
    bad,
    (target) => [
      headOf(target, ['Content-Length: 5', 'Transfer-Encoding: chunked', close]),
      `0\r\n\r\n${smuggled}`,
    ],
  ],
  [
    'gives chunks twice',
    /^(400|501) |^closed$/,
    (target) => [
      headOf(target, ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity', close]),
      `0\r\n\r\n${smuggled}`,
    ],
  ],
  [
    'hides the chunks',
    bad,
    (target) => [headOf(target, ['Transfer-Encoding: xchunked', 'Content-Length: 26', close]), good],
  ],
  [
    'gives a chunk of a length that is none',
    bad,
    (target) => [headOf(target, ['Transfer-Encoding: chunked', close]), 'zz\r\n'],
  ],
  [
    'ends lines without a carriage return',
    bad,
    (target) => [headOf(target, ['Content-Length: 26', close]).replaceAll('\r\n', '\n'), good],
  ],
  [
    'folds a header',
    bad,
    (target) => [headOf(target, ['X-Folded: a\r\n b\r\n\tc\0', 'Content-Length: 26', close]), good],
  ],
  ['puts a blank before a colon', bad, (target) => [headOf(target, ['Content-Length : 26', close]), good]],
  [
    'writes a header of 100 kB',
    /^(400|431) /,
    (target) => [headOf(target, [`X-Long: ${'x'.repeat(100_000)}`, close])],
  ],
  [
    'writes 3,000 headers',
    /^(400|431) /,
    (target) => [headOf(target, [...Array.from({ length: 3_000 }, (_, i) => `X-${i}: ${i}`), close])],
  ],
  [
    'writes a path of 100 kB',
    /^(400|431) /,
    (target) => [headOf(target, [close], { first: `GET /${'x'.repeat(100_000)} HTTP/1.1` })],
  ],
  ['names no host', bad, () => ['POST /graphql HTTP/1.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n']],
  [
    'asks for a tunnel',
    /^(400|404|405) |^closed$/,
    (target) => [headOf(target, [close], { first: 'CONNECT 127.0.0.2:1 HTTP/1.1' })],
  ],
  [
    'asks to be traced',
    /^(400|404|405) /,
    (target) => [headOf(target, [close], { first: 'TRACE /graphql HTTP/1.1' })],
  ],
  ['invents a method', bad, (target) => [headOf(target, [close], { first: 'HACK /graphql HTTP/1.1' })]],
  ['speaks HTTP/2 at once', bad, () => ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n']],
  [
    'speaks TLS',
    bad,
    () => [Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03])],
  ],
  [
    'sends chunks without end',
    /^413 LIMIT_EXCEEDED$|^closed$/,
    (target) => [
      headOf(target, ['Transfer-Encoding: chunked', close]),
      ...Array<string>(40).fill(`8000\r\n${'x'.repeat(32_768)}\r\n`),
    ],
  ],
  [
    'writes one byte at a time',
    '200 {"__typename":"Query"}',
    (target) => [headOf(target, ['Content-Length: 26', close]), ...good.split(/(?=.)/)],
  ],
];

/** Paths and headers that lead elsewhere. */
const requests: readonly (readonly [string, string | RegExp, Parameters<typeof send>[1]])[] = [
  ['leaves the folder of the board', /^40[04] /, { method: 'GET', path: '/board/../../package.json' }],
  ['leaves it in disguise', /^40[04] /, { method: 'GET', path: '/board/..%2f..%2f..%2fetc%2fpasswd' }],
  ['leaves it by backslashes', /^40[04] /, { method: 'GET', path: '/board/..%5c..%5cpackage.json' }],
  ['asks for a NUL', /^40[04] /, { method: 'GET', path: '/board%00.js' }],
  ['asks for a path that is none', bad, { method: 'GET', path: '/%c0%ae' }],
  ['doubles the slash', '404 BAD_USER_INPUT', { path: '//graphql', body: good }],
  ['climbs back', '404 BAD_USER_INPUT', { path: '/x/../graphql', body: good, as: null }],
  ['writes the path in capitals', '404 BAD_USER_INPUT', { path: '/GRAPHQL', body: good, as: null }],
  [
    'writes the path in escapes, without credentials',
    /^40[14] /,
    { path: '/%67raphql', body: good, as: null },
  ],
  ['adds a slash, without credentials', '404 BAD_USER_INPUT', { path: '/graphql/', body: good, as: null }],
  ['asks for the explorer in production', '404 BAD_USER_INPUT', { method: 'GET', path: '/explorer' }],
  [
    'means another method',
    '405 BAD_USER_INPUT',
    { method: 'GET', headers: { 'x-http-method-override': 'POST' } },
  ],
  [
    'means another path',
    '404 BAD_USER_INPUT',
    { path: '/x', headers: { 'x-original-url': '/graphql', 'x-rewrite-url': '/graphql' }, body: good },
  ],
  ['names a host that is none', bad, { headers: { host: '[' }, body: good }],
  [
    'asks to upgrade to HTTP/2',
    '200 {"__typename":"Query"}',
    {
      headers: {
        connection: 'upgrade, http2-settings',
        upgrade: 'h2c',
        'http2-settings': 'AAMAAABkAAQAAP__',
      },
      body: good,
    },
  ],
];

/** HTTP that is none, and ways around its paths. */
export const connectionAttacks: readonly Attack[] = [
  ...written.map(([name, expected, pieces]): Attack => ({
    name,
    way: 'TCP',
    expected,
    make: (target) => write(target, pieces(target), name.includes('one byte') ? { pause: 5 } : {}),
  })),
  ...requests.map(([name, expected, sent]): Attack => ({
    name,
    way: 'HTTP',
    expected,
    make: (target) => send(target, sent),
  })),
  {
    name: 'writes its headers too slowly',
    way: 'TCP',
    expected: bad,
    isSlow: true,
    make: (target) => write(target, [headOf(target, []).slice(0, 80)], { within: 20_000 }),
  },
  {
    name: 'writes its body too slowly',
    way: 'TCP',
    expected: bad,
    isSlow: true,
    make: (target) =>
      write(target, [headOf(target, ['Content-Length: 26']), good.slice(0, 5)], { within: 20_000 }),
  },
];
