import { setTimeout as delay } from 'node:timers/promises';
import type { EmbeddedPostgres } from '../../src/embedded/postgres.ts';
import type { DatabaseClient } from '../../src/storage/address.ts';
import type { SmallDisk } from '../../test/smallDisk.ts';
import type { Proxy } from '../../test/storage/proxy.ts';

/** What faults are made with. */
export interface Scene {
  readonly postgres: EmbeddedPostgres;
  /** The server's way to it. */
  readonly proxy: Proxy;
  /** A connection that no fault is meant for. */
  readonly admin: DatabaseClient;
  /** Milliseconds that a state lasts. */
  readonly lasting: number;
  /** Resolves once a client has been told UNAVAILABLE. */
  readonly firstUnavailable: () => Promise<void>;
}

/** Something that can happen to the database: resolves when it is healed. */
export type Fault = (scene: Scene) => Promise<unknown>;

/** Each fault by what it is called. */
export const faults: Readonly<Record<string, Fault>> = {
  'backends killed in a write, ten times': async ({ admin }) => {
    for (let killed = 0; killed < 10;) {
      const rows = await admin`
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'dfdg-commands' and state = 'active'`;
      killed += Number(rows.length > 0);
      await delay(rows.length > 0 ? 200 : 1);
    }
  },
  'fast restart': ({ postgres }) => postgres.restart('fast'),
  'immediate restart': ({ postgres }) => postgres.restart('immediate'),
  'half-open connections': async ({ proxy, lasting }) => {
    proxy.freeze();
    await delay(lasting);
    proxy.heal();
  },
  'every connection waits for a lock': async ({ admin, lasting }) => {
    await admin.unsafe('begin');
    await admin.unsafe('lock table citizen, decision, contact_group_change in access exclusive mode');
    await delay(lasting);
    await admin.unsafe('rollback');
  },
  'read-only': async ({ admin, lasting }) => {
    await admin.unsafe('alter system set default_transaction_read_only = on');
    await admin`select pg_reload_conf()`;
    await delay(lasting);
    await admin.unsafe('alter system reset default_transaction_read_only');
    await admin`select pg_reload_conf()`;
  },
};

/** The fault that needs a disk of its own. */
export function fullDisk(disk: SmallDisk): Fault {
  return async ({ lasting, firstUnavailable }) => {
    await disk.fill();
    await firstUnavailable();
    await delay(lasting);
    await disk.free();
  };
}
