import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { connect } from '../../src/storage/address.ts';
import { verify } from '../../src/verify/verify.ts';
import { createRandom } from '../random.ts';
import { runClient, settleAll, type Traffic } from './clients.ts';
import { makeFaults } from './faults.ts';
import { Instance } from './instance.ts';
import { readLedger } from './ledger.ts';
import { Messages, municipalities } from './messages.ts';
import { Poller } from './poller.ts';
import type { Product } from './product.ts';
import type { Exercised, Profile } from './profile.ts';
import { Subscriber } from './subscriber.ts';
import { judge, missing, wrongOf } from './verdict.ts';

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
    await settleAll(traffic, profile.settle);
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
    const left = await settleAll(traffic, profile.settle);
    const settled = Math.round((performance.now() - started) / 1_000 - seconds);

    const ledger = await readLedger(admin);
    const lacks = (one: Subscriber) => wrongOf(one, ledger.changes).length > 0;
    for (let waited = 0; subscribers.some(lacks) && waited < profile.settle; waited += 100) await delay(100);
    for (const subscriber of subscribers) subscriber.close();
    await Promise.all(following);
    await poller.finish(urls, random);
    const verified = await verify(admin);

    const told = subscribers.reduce((sum, one) => sum + one.told.length, 0);
    const exercised = {
      acknowledged: messages.all.filter(({ answer }) => answer !== null).length,
      retried: counts.retried,
      repeated: counts.repeated,
      resumed: subscribers.reduce((sum, { resumed }) => sum + resumed, 0),
      ...faults,
    };
    const figures = {
      'seconds until every message was answered after the last fault': settled,
      messages: messages.all.length,
      decisions: ledger.decisions.length,
      'sickness reports': ledger.reports.length,
      changes: ledger.changes.length,
      'changes told to subscribers': told,
      'decisions read back': counts.reads,
      'command threads ended for keeping silent': instances.reduce((sum, one) => sum + one.log().silent, 0),
      'acknowledged per second': Math.round(exercised.acknowledged / seconds),
    };
    const wrong = judge({
      unexpected: instances.flatMap((instance) => [...instance.unaskedEnds, ...instance.log().uncaught]),
      traffic,
      left,
      ledger,
      verified,
      subscribers,
      read: poller.told,
    });
    wrong.set('enough was exercised', missing(profile.atLeast, exercised));
    return { seed, seconds: Math.round(seconds), exercised, figures, wrong };
  } finally {
    for (const subscriber of subscribers) subscriber.close();
    for (const instance of instances) instance.end();
    await admin.end({ timeout: 1 });
    await postgres.stop('immediate');
    await rm(dataDir, { recursive: true, force: true });
  }
}
