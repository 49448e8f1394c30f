import { setTimeout as delay } from 'node:timers/promises';
import { openConnection, type Connection } from './connection.ts';
import { quantile } from './load.ts';
import { move } from './moves.ts';

// A load generator in a process of its own: `runOffer` starts it, with an `Offer` as its argument.

/** What calls are made: so many at once, or so many a second whatever becomes of those before. */
export interface Offer {
  readonly url: string;
  readonly seconds: number;
  readonly atOnce?: number;
  readonly perSecond?: number;
}

/** What became of the calls. */
export interface Outcome {
  readonly offered: number;
  readonly admitted: number;
  /** With 503 and Retry-After. */
  readonly refused: number;
  /** In any other way, or not at all. */
  readonly failed: number;
  /** Milliseconds of the admitted ones. */
  readonly p50: number;
  readonly p99: number;
}

const query = 'mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) { duplicate } }';
const citizens = 20_000;
const kept = 4_000;

const offer = JSON.parse(process.argv[2] ?? '') as Offer;
/**
 * Connections that wait for a call: each call has one to itself. They are there before anything is measured, as those of
 * a gateway are; else it would be measured how long new ones wait, of which Node takes up one in a turn of its event loop.
 */
const free: Connection[] = [];
for (let index = 0; index < kept; index += 1) free.push(await openConnection(new URL(offer.url)));
const waited: number[] = [];
let offered = 0;
let refused = 0;
let failed = 0;

/** In turn, so that none is silent for long; and as a client does, none that the server has closed. */
function freeConnection(): Connection | undefined {
  let post = free.shift();
  while (post?.isOpen() === false) post = free.shift();
  return post;
}

async function call(): Promise<void> {
  offered += 1;
  const started = performance.now();
  try {
    const post = freeConnection() ?? (await openConnection(new URL(offer.url)));
    const { status, head, body } = await post(
      JSON.stringify({ query, variables: { input: move(offered % citizens) } }),
    );
    free.push(post);
    if (status === 200 && !body.includes('"errors"')) waited.push(performance.now() - started);
    else if (status === 503 && /retry-after/i.test(head)) refused += 1;
    else failed += 1;
  } catch {
    failed += 1;
  }
}

const started = performance.now();
const until = started + offer.seconds * 1_000;
const calls: Promise<void>[] = [];
for (let index = 0; index < (offer.atOnce ?? 0); index += 1)
  calls.push(
    (async () => {
      while (performance.now() < until) await call();
    })(),
  );
while (offer.perSecond !== undefined && performance.now() < until) {
  while (offered < ((performance.now() - started) / 1_000) * offer.perSecond) calls.push(call());
  await delay(2);
}
await Promise.all(calls);
for (const post of free) post.close();
waited.sort((a, b) => a - b);
process.send?.({
  offered,
  admitted: waited.length,
  refused,
  failed,
  p50: Math.round(quantile(waited, 0.5)),
  p99: Math.round(quantile(waited, 0.99)),
} satisfies Outcome);
