import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { connect } from '../../src/storage/address.ts';
import { shown } from '../../src/verify/difference.ts';
import { verify } from '../../src/verify/verify.ts';
import { createRandom } from '../random.ts';
import { batchesInOrder, gapless, inRealTimeOrder, repeatsKnown, storedOnce, toldAll } from './checks.ts';
import { runClient, settleAll, type Traffic } from './clients.ts';
import { makeFaults } from './faults.ts';
import { Instance } from './instance.ts';
import { readLedger } from './ledger.ts';
import { Messages, municipalities } from './messages.ts';
import { Poller } from './poller.ts';
import type { Product } from './product.ts';
import type { Exercised, Profile } from './profile.ts';
import { Subscriber } from './subscriber.ts';

/** What came of a run. */
export interface Result {
  readonly seed: number;
  readonly seconds: number;
  readonly exercised: Readonly<Record<Exercised, number>>;
  /** Of everything else that is worth telling. */
  readonly figures: Readonly<Record<string, number>>;
  /** By the name of the check, in the order in which they were made. */
  readonly wrong: ReadonlyMap<string, readonly string[]>;
}

/** How long everything may take to settle after the last fault, in milliseconds. */
const settleWithin = 30_000;

/** Lets clients and subscribers loose on two instances of the product, makes faults, and checks what is left. */
export async function runChaos(product: Product, profile: Profile, seed: number): Promise<Result> {
  const random = createRandom(seed);
  const dataDir = await mkdtemp(join(tmpdir(), 'dfdg-chaos-data-'));
  const postgres = await startEmbeddedPostgres({ dataDir, settings: { shared_buffers: '64MB' } });
  const admin = connect(postgres.connection, { max: 1, applicationName: 'chaos' });
  const instances: Instance[] = [];
  const subscribers: Subscriber[] = [];
  try {
    const starting = ['one', 'other'].map((name) => Instance.start(name, product, postgres.url));
    instances.push(...(await Promise.all(starting)));
    const urls = instances.map(({ url }) => url);
    const messages = new Messages(random, profile.citizens);
    const counts = { retried: 0, repeated: 0, reads: 0 };
    const traffic: Traffic = { urls, messages, random, counts, problems: [], batches: [] };

    // The first message makes a citizen whom one of the subscribers can follow.
    const first = messages.decision();
    await settleAll(traffic, settleWithin);
    const citizenId = first.id?.split('.')[0] ?? '';
    for (const heard of [
      {},
      {},
      {},
      ...municipalities.map((municipalityCode) => ({ municipalityCode })),
      { citizenId },
    ])
      subscribers.push(new Subscriber(`subscriber ${subscribers.length + 1}`, heard));
    const following = subscribers.map((subscriber) => subscriber.follow(urls, random, 6_000));
    const poller = new Poller();

    const started = performance.now();
    let over = false;
    const isOver = () => over;
    const polling = poller.follow(urls, random, isOver);
    const clients = Array.from({ length: profile.clients }, () => runClient(traffic, profile.pause, isOver));
    const faults = await makeFaults(
      { instances, postgres, admin, random, calm: profile.calm },
      () => performance.now() > started + profile.seconds * 1_000,
    );
    over = true;
    await Promise.all([...clients, polling]);
    const seconds = (performance.now() - started) / 1_000;
    const left = await settleAll(traffic, settleWithin);

    const ledger = await readLedger(admin);
    const toldOf = ({ name, heard, told }: Subscriber) => toldAll(name, heard, told, ledger.changes);
    for (let waited = 0; subscribers.some((one) => toldOf(one).length > 0) && waited < 10_000; waited += 100)
      await delay(100);
    for (const subscriber of subscribers) subscriber.close();
    await Promise.all(following);
    await poller.finish(urls, random);
    const verified = await verify(admin);

    const all = messages.all;
    const acknowledged = all.filter(({ answer }) => answer !== null).length;
    const told = subscribers.reduce((sum, one) => sum + one.told.length, 0);
    const wrong = new Map<string, readonly string[]>([
      ['no instance ended by itself', instances.flatMap(({ unaskedEnds }) => unaskedEnds)],
      [
        'every message was answered in the end',
        left.map(({ input }) => `${input.messageId} was not answered`),
      ],
      ['the same answer to each repeat, and no error but "not now"', traffic.problems],
      ['one answer says that a message is new, the others that it is not', repeatsKnown(all)],
      ['each acknowledged message is stored once, as it was sent', storedOnce(all, ledger)],
      ['sequences have no gap', gapless(ledger.decisions)],
      ['what ended before another began has the lower sequence', inRealTimeOrder(all)],
      ['decisions of one call are received in its order', batchesInOrder(traffic.batches)],
      ['what is stored equals the fold of the log (verify)', verified.differences.map(shown)],
      ['each subscriber has each change once and in order', subscribers.flatMap(toldOf)],
      ['each subscriber sees that nothing was left out', subscribers.flatMap(({ problems }) => problems)],
      [
        'reading the log page by page gives each change once and in order',
        toldAll('the reader', {}, poller.told, ledger.changes),
      ],
    ]);
    const exercised = {
      acknowledged,
      retried: counts.retried,
      repeated: counts.repeated,
      resumed: subscribers.reduce((sum, { resumed }) => sum + resumed, 0),
      ...faults,
    };
    const few = Object.entries(profile.atLeast).filter(
      ([name, least]) => exercised[name as Exercised] < least,
    );
    wrong.set(
      'enough was exercised',
      few.map(([name, least]) => `${name}: ${exercised[name as Exercised]}, and at least ${least} is wanted`),
    );
    const figures = {
      messages: all.length,
      decisions: ledger.decisions.length,
      'sickness reports': ledger.reports.length,
      changes: ledger.changes.length,
      'changes told to subscribers': told,
      'decisions read back': counts.reads,
      'acknowledged per second': Math.round(acknowledged / seconds),
    };
    return { seed, seconds: Math.round(seconds), exercised, figures, wrong };
  } finally {
    for (const subscriber of subscribers) subscriber.close();
    for (const instance of instances) instance.end();
    await admin.end({ timeout: 1 });
    await postgres.stop('immediate');
    await rm(dataDir, { recursive: true, force: true });
  }
}
