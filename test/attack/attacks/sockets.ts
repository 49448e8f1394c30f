import { randomBytes } from 'node:crypto';
import type { Attack } from '../attack.ts';
import { headOf, send, write } from '../send.ts';
import { over, type AttackSocket, type Opening } from '../socket.ts';
import type { Target } from '../target.ts';
import { changed, subscribeTo } from './texts.ts';

/** What is said over a socket, and what is answered. */
const said: readonly (readonly [string, string | RegExp, Opening, (attacker: AttackSocket) => void])[] = [
  [
    'asks by a socket',
    'error BAD_USER_INPUT',
    {},
    ({ say }) => {
      say(subscribeTo('{ rules { id } }'));
    },
  ],
  [
    'changes by a socket',
    'error BAD_USER_INPUT',
    {},
    ({ say }) => {
      say(subscribeTo('mutation { submitDecisions(inputs: []) { duplicate } }'));
    },
  ],
  [
    'asks for the schema by a socket',
    /^error (BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)$/,
    {},
    ({ say }) => {
      say(subscribeTo('{ __schema { types { name } } }'));
    },
  ],
  [
    'subscribes by a query that is none',
    /^closed 4400$|^error BAD_USER_INPUT$/,
    {},
    ({ say }) => {
      say(subscribeTo({ a: 1 }));
    },
  ],
  [
    'subscribes before it says hello',
    'closed 4401',
    { greets: false },
    ({ say }) => {
      say(subscribeTo(changed));
    },
  ],
  [
    'says hello twice',
    'closed 4429',
    {},
    ({ say }) => {
      say({ type: 'connection_init' });
    },
  ],
  ['speaks the old protocol', 'closed 4406', { greets: false, protocol: [] }, () => undefined],
  [
    'uses an id twice',
    /^closed 4409$/,
    {},
    ({ say }) => {
      say(subscribeTo(changed));
      say(subscribeTo(changed));
    },
  ],
  [
    'answers as a server would',
    'closed 4400',
    {},
    ({ say }) => {
      say({ type: 'next', id: '1', payload: {} });
    },
  ],
  [
    'says what is no JSON',
    'closed 4400',
    {},
    ({ socket }) => {
      socket.send('0101901234');
    },
  ],
  [
    'says __proto__',
    /^closed 4400$|^silent$/,
    {},
    ({ socket }) => {
      socket.send('{"type":"__proto__","__proto__":{"type":"complete"}}');
    },
  ],
  [
    'says 100 kB at once',
    'closed 1009',
    {},
    ({ socket }) => {
      socket.send('x'.repeat(100_000));
    },
  ],
  [
    'nests a message 20,000 deep',
    /^closed 4400$|^error BAD_USER_INPUT$/,
    {},
    ({ socket }) => {
      socket.send(
        `{"id":"1","type":"subscribe","payload":{"query":"${changed}","variables":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`,
      );
    },
  ],
  [
    'says bytes that are no UTF-8',
    'closed 1007',
    {},
    ({ socket }) => {
      socket.send(Buffer.from([0xff, 0xfe, 0xfd]), { binary: false });
    },
  ],
  [
    'compresses what must not be',
    'closed 1002',
    {},
    ({ socket }) => {
      rawOf(socket).write(Buffer.from([0xc1, 0x81, 0, 0, 0, 0, 0x41]));
    },
  ],
  [
    'does not mask',
    'closed 1002',
    {},
    ({ socket }) => {
      rawOf(socket).write(Buffer.from([0x81, 0x01, 0x41]));
    },
  ],
  [
    'uses an opcode that is none',
    'closed 1002',
    {},
    ({ socket }) => {
      rawOf(socket).write(Buffer.from([0x8b, 0x80, 0, 0, 0, 0]));
    },
  ],
  [
    'announces more than it may send',
    'closed 1009',
    {},
    ({ socket }) => {
      rawOf(socket).write(Buffer.from([0x81, 0xff, 0, 0, 0, 0xff, 0, 0, 0, 0]));
    },
  ],
  [
    'goes on after a cursor of another kind',
    'error BAD_USER_INPUT',
    {},
    ({ say }) => {
      say(
        subscribeTo(
          `subscription { contactGroupChanged(after: "${Buffer.from('d1.0').toString('base64url')}") { id } }`,
        ),
      );
    },
  ],
];

function rawOf(socket: AttackSocket['socket']) {
  return (socket as unknown as { _socket: { write(data: Buffer): void } })._socket;
}

const key = randomBytes(16).toString('base64');
const upgrade = (lines: readonly string[]) => (target: Target) =>
  write(target, [
    headOf(target, ['Connection: Upgrade', 'Upgrade: websocket', ...lines], {
      first: 'GET /graphql HTTP/1.1',
    }),
  ]);

/** What a socket can be made to do. */
export const socketAttacks: readonly Attack[] = [
  ...said.map(([name, expected, opening, say]): Attack => ({
    name,
    way: 'WebSocket',
    expected,
    make: (target) =>
      over(target, opening, (attacker) => {
        say(attacker);
        return attacker.answer(name === 'says __proto__' ? 500 : 8_000);
      }),
  })),
  {
    name: 'says nothing',
    way: 'WebSocket',
    expected: 'closed 4408',
    isSlow: true,
    make: (target) => over(target, { greets: false }, (attacker) => attacker.answer()),
  },
  {
    name: 'opens from a page of another origin',
    way: 'WebSocket',
    expected: '403 FORBIDDEN',
    make: (target) =>
      over(target, { options: { origin: 'https://other.example' } }, (attacker) => attacker.answer()),
  },
  {
    name: 'opens from no origin',
    way: 'WebSocket',
    expected: '403 FORBIDDEN',
    make: (target) => over(target, { options: { origin: 'null' } }, (attacker) => attacker.answer()),
  },
  {
    name: 'opens elsewhere',
    way: 'WebSocket',
    expected: '404 BAD_USER_INPUT',
    make: (target) => over(target, { path: '/board' }, (attacker) => attacker.answer()),
  },
  {
    name: 'opens with a key that is none',
    way: 'TCP',
    expected: '400 BAD_USER_INPUT',
    make: upgrade(['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: x']),
  },
  {
    name: 'opens in a version that is none',
    way: 'TCP',
    expected: '400 BAD_USER_INPUT',
    make: upgrade(['Sec-WebSocket-Version: 99', `Sec-WebSocket-Key: ${key}`]),
  },
  {
    name: 'streams a query',
    way: 'SSE',
    expected: '400 BAD_USER_INPUT',
    make: (target) =>
      send(target, { headers: { accept: 'text/event-stream' }, body: { query: '{ rules { id } }' } }),
  },
];
