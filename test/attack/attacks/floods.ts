import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../answer.ts';
import type { Attack } from '../attack.ts';
import { headOf, post } from '../send.ts';
import { open, over } from '../socket.ts';
import type { CallerName, Target } from '../target.ts';
import { changed, subscribeTo } from './texts.ts';

/** A message in fragments of one byte each: it is put together, or the socket is closed; either is well. */
function fragments(count: number) {
  return (target: Target) =>
    over(target, {}, async (attacker) => {
      const bytes = Buffer.from(JSON.stringify({ type: 'ping', payload: { x: 'x'.repeat(count) } }));
      for (let at = 0; at < bytes.length; at += 1)
        attacker.socket.send(bytes.subarray(at, at + 1), { binary: false, fin: at === bytes.length - 1 });
      return { ...(await attacker.answer()), text: '' };
    });
}

/** Opens more sockets than a caller may, and ends them: what the first one too many is told. */
async function floodOfSockets(target: Target): Promise<Answer> {
  const opened = await Promise.all(
    Array.from({ length: target.limits.sockets + 20 }, () => open(target, { as: 'flooder' })),
  );
  const refused = opened.filter((one): one is Answer => 'status' in one);
  for (const one of opened) if ('socket' in one) one.end();
  return refused.length === 20 ? refused[0]! : { status: 'alive', text: `${refused.length} refused` };
}

/** Subscribes more often than a caller may: what the first one too many is told. */
async function floodOfSubscriptions(target: Target): Promise<Answer> {
  return over(target, { as: 'flooder' }, async (attacker) => {
    for (let id = 0; id <= target.limits.subscriptions; id += 1)
      attacker.say(subscribeTo(changed, String(id)));
    return attacker.answer();
  });
}

/** Subscribes and leaves at once, as fast as a socket can: what it is told in the end. */
async function floodOfMessages(target: Target): Promise<Answer> {
  return over(target, { as: 'flooder' }, async (attacker) => {
    for (let id = 0; id < 3_000; id += 1) {
      attacker.say(subscribeTo('subscription { none }', String(id)));
      attacker.say({ id: String(id), type: 'complete' });
    }
    for (let told = 0; told < 3_000; told += 1) {
      const answer = await attacker.answer();
      if (answer.status !== 'error' || answer.text.includes('LIMIT_EXCEEDED')) return answer;
    }
    return { status: 'alive', text: '' };
  });
}

/** Pings 5,000 times: all are answered, or the socket is closed. */
async function floodOfPings(target: Target): Promise<Answer> {
  return over(target, { as: 'flooder' }, async (attacker) => {
    for (let sent = 0; sent < 5_000; sent += 1) attacker.say({ type: 'ping' });
    while (attacker.told.length < 5_000 && attacker.socket.readyState === attacker.socket.OPEN)
      await new Promise((resolve) => setTimeout(resolve, 5));
    return { status: 'alive', text: '' };
  });
}

/** Streams of events, more of them than a caller may have: what the first one too many is answered. */
async function floodOfStreams({ url, headers, limits }: Target): Promise<Answer> {
  const ending = new AbortController();
  const ask = () =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers.flooder },
      body: JSON.stringify({ query: changed }),
      signal: ending.signal,
    });
  const answers = await Promise.all(Array.from({ length: limits.subscriptions + 5 }, ask));
  const refused = answers.find(({ status }) => status !== 200);
  const type = refused?.headers.get('content-type') ?? '';
  const answer: Answer = refused
    ? { status: refused.status, text: await refused.text(), type }
    : { status: 'alive', text: '' };
  ending.abort();
  return answer;
}

/** Begins 300 requests whose bodies do not come: what somebody is answered meanwhile. */
async function floodOfSlowBodies(target: Target, as: CallerName): Promise<Answer> {
  // Its second may have been used up by the flood before.
  await delay(1_000);
  const { hostname, port } = new URL(target.url);
  const begun = Array.from({ length: 300 }, () => {
    const socket = connect(Number(port), hostname.replace(/[[\]]/g, '')).on('error', () => undefined);
    socket.resume().write(headOf(target, ['Content-Length: 26'], { as: 'flooder' }) + '{');
    return socket;
  });
  await delay(500);
  const answer = await post(target, '{ __typename }', {}, { as });
  for (const socket of begun) socket.destroy();
  return answer;
}

/** Too many of everything. The last ones leave nothing to ask for in their second. */
export const floodAttacks: readonly Attack[] = [
  { name: 'opens more sockets than it may', way: 'WebSocket', expected: 'closed 1013', make: floodOfSockets },
  {
    name: 'subscribes more often than it may',
    way: 'WebSocket',
    expected: 'error LIMIT_EXCEEDED',
    make: floodOfSubscriptions,
  },
  {
    name: 'opens more streams than it may',
    way: 'SSE',
    expected: '400 LIMIT_EXCEEDED',
    make: floodOfStreams,
  },
  {
    name: 'begins 300 requests and lets everybody wait',
    way: 'TCP',
    expected: '200 {"__typename":"Query"}',
    make: (target) => floodOfSlowBodies(target, 'jobcentre'),
  },
  { name: 'pings 5,000 times', way: 'WebSocket', expected: 'alive', make: floodOfPings },
  {
    name: 'says 20,000 fragments of one byte',
    way: 'WebSocket',
    expected: /^alive$|^closed 10\d\d$/,
    make: fragments(20_000),
  },
  {
    name: 'subscribes and leaves 3,000 times',
    way: 'WebSocket',
    // One that is slower than the limit has nothing to refuse.
    expected: /^error LIMIT_EXCEEDED$|^silent$|^alive$/,
    make: floodOfMessages,
  },
  {
    name: 'begins 300 requests and asks once more',
    way: 'HTTP',
    expected: '429 LIMIT_EXCEEDED',
    make: (target) => floodOfSlowBodies(target, 'flooder'),
  },
];
