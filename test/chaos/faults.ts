import { setTimeout as delay } from 'node:timers/promises';
import type { EmbeddedPostgres } from '../../src/embedded/postgres.ts';
import type { DatabaseClient } from '../../src/storage/address.ts';
import type { Random } from '../random.ts';
import type { Instance } from './instance.ts';

/** What can be done to a running system. */
const deck = [
  'instance killed',
  'backend killed',
  'instance killed',
  'backend killed',
  'backend killed',
  'instance paused',
  'fast restart',
  'instance killed',
  'backend killed',
  'immediate restart',
] as const;

/** A kind of fault. */
export type Fault = (typeof deck)[number];

/** What faults are made with. */
export interface FaultOptions {
  readonly instances: readonly Instance[];
  readonly postgres: EmbeddedPostgres;
  /** A connection that no fault is meant for. */
  readonly admin: DatabaseClient;
  readonly random: Random;
  /** The longest pause between two faults, in milliseconds. */
  readonly calm: number;
}

/** Makes faults in a random order, each of the deck at least once, until `isOver`; gives how many were really made. */
export async function makeFaults(
  options: FaultOptions,
  isOver: () => boolean,
): Promise<Record<Fault, number>> {
  const { random, calm } = options;
  const counts: Record<Fault, number> = {
    'instance killed': 0,
    'instance paused': 0,
    'backend killed': 0,
    'fast restart': 0,
    'immediate restart': 0,
  };
  let left: Fault[] = [...deck];
  for (;;) {
    await delay(200 + random.below(calm));
    const [fault] = left.splice(random.below(left.length), 1);
    if (fault) counts[fault] += await make(fault, options);
    if (left.length > 0) continue;
    if (isOver()) return counts;
    left = [...deck];
  }
}

async function make(fault: Fault, { instances, postgres, admin, random }: FaultOptions): Promise<number> {
  const instance = random.pick(instances);
  switch (fault) {
    case 'instance killed':
      return Number(instance.signal('SIGKILL'));
    case 'instance paused': {
      const paused = instance.signal('SIGSTOP');
      await delay(200 + random.below(1_500));
      instance.signal('SIGCONT');
      return Number(paused);
    }
    case 'backend killed':
      return killBackends(admin, random.fraction());
    case 'fast restart':
    case 'immediate restart': {
      const before = postgres.pid;
      await postgres.restart(fault === 'fast restart' ? 'fast' : 'immediate');
      return Number(postgres.pid !== before);
    }
  }
}

/** Kills about that share of the product's connections. */
async function killBackends(admin: DatabaseClient, share: number): Promise<number> {
  const rows = await admin<{ killed: boolean }[]>`
    select pg_terminate_backend(pid) as killed from pg_stat_activity
    where pid <> pg_backend_pid() and backend_type = 'client backend' and random() < ${share}`.catch(
    () => [],
  );
  return rows.filter(({ killed }) => killed).length;
}
