import type { Attack } from '../attack.ts';
import { send } from '../send.ts';
import type { Bait } from '../target.ts';
import { changed } from './texts.ts';

/** Where a router asks to be called back. The forbidden address listens, and tells whether it was called. */
const urls: readonly (readonly [string, string | RegExp, (bait: Bait) => unknown])[] = [
  ['at another address', '403 FORBIDDEN', ({ forbidden }) => `http://${forbidden}/`],
  ['at another port', '403 FORBIDDEN', () => 'http://127.0.0.1:1/'],
  ['at no port', '403 FORBIDDEN', () => 'http://127.0.0.1/'],
  [
    'at the listed host as a user',
    '403 FORBIDDEN',
    ({ allowed, forbidden }) => `http://${allowed}@${forbidden}/`,
  ],
  [
    'at the listed host as a password',
    '403 FORBIDDEN',
    ({ allowed, forbidden }) => `http://user:${allowed}@${forbidden}/`,
  ],
  [
    'at the listed host as a path',
    '403 FORBIDDEN',
    ({ allowed, forbidden }) => `http://${forbidden}/${allowed}`,
  ],
  [
    'at the listed host as a fragment',
    '403 FORBIDDEN',
    ({ allowed, forbidden }) => `http://${forbidden}/#${allowed}`,
  ],
  ['behind a backslash', '403 FORBIDDEN', ({ allowed, forbidden }) => `http://${forbidden}\\@${allowed}/`],
  [
    'at an address as one number',
    '403 FORBIDDEN',
    ({ forbidden }) => `http://2130706434:${portOf(forbidden)}/`,
  ],
  [
    'at an address in hexadecimals',
    '403 FORBIDDEN',
    ({ forbidden }) => `http://0x7f.0.0.2:${portOf(forbidden)}/`,
  ],
  [
    'at an address with a part left out',
    '403 FORBIDDEN',
    ({ forbidden }) => `http://127.2:${portOf(forbidden)}/`,
  ],
  [
    'at an address within IPv6',
    '403 FORBIDDEN',
    ({ forbidden }) => `http://[::ffff:127.0.0.2]:${portOf(forbidden)}/`,
  ],
  [
    'at a full-width address',
    '403 FORBIDDEN',
    ({ forbidden }) => `http://１２７.0.0.2:${portOf(forbidden)}/`,
  ],
  ['at a file', '400 BAD_USER_INPUT', () => 'file:///etc/passwd'],
  ['by a script', '400 BAD_USER_INPUT', () => 'javascript:alert(1)'],
  ['at no URL', '400 BAD_USER_INPUT', () => '//'],
  ['at a list', '400 BAD_USER_INPUT', ({ forbidden }) => [`http://${forbidden}/`]],
  ['at a URL of 100 kB', '400 BAD_USER_INPUT', ({ allowed }) => `http://${allowed}/${'x'.repeat(100_000)}`],
  ['at a host that is listed and leads on', '400 BAD_USER_INPUT', ({ allowed }) => `http://${allowed}/`],
];

function portOf(host: string): string {
  return host.split(':')[1] ?? '';
}

/** Callbacks to where none may go. Broken, too, where the forbidden address is called. */
export const callbackAttacks: readonly Attack[] = urls.map(([name, expected, url]): Attack => ({
  name: `is to be called back ${name}`,
  way: 'callback',
  expected,
  make: async (target) => {
    const before = target.bait.calls();
    const answer = await send(target, {
      headers: { accept: 'application/json;callbackSpec=1.0' },
      body: {
        query: changed,
        extensions: {
          subscription: {
            callbackUrl: url(target.bait),
            subscriptionId: '1',
            verifier: 'v',
            heartbeatIntervalMs: 1,
          },
        },
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    return target.bait.calls() === before
      ? answer
      : { status: 'alive', text: 'the forbidden address was called' };
  },
}));
