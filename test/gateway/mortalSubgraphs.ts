import { expect } from 'vitest';
import type { Subgraph } from '../../examples/gateway/compose.ts';
import type { Gateway } from '../../examples/gateway/gateway.ts';
import { urlOf } from '../../src/storage/address.ts';
import { createTestDatabase } from '../database.ts';
import { expectLog, grant, introduce, lastCursor } from './citizens.ts';
import type { Follower } from './follow.ts';
import { freePort } from './freePort.ts';
import { startNotesSubgraph } from './notesSubgraph.ts';
import { startScript } from './program.ts';
import { cprEnvironment } from '../cprKeys.ts';

/** Our subgraph as a process of its own, which can be ended and started again, and the notes subgraph. */
export interface MortalSubgraphs {
  /** Ours, at the same place in every life. */
  readonly url: string;
  readonly list: readonly Subgraph[];
  /** Of the gateway that ours may call back. */
  readonly port: number;
  /** Ends ours by a signal, and starts it again. */
  readonly restart: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
  /** Makes a change of each citizen's, whether or not a gateway is there. */
  readonly changeAll: () => Promise<void>;
  /** Waits until a follower has heard all that there is, and expects it to be the log as a gateway answers it. */
  readonly expectAllHeard: (follower: Follower, gateway: Gateway) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Starts both subgraphs, with three citizens; nobody has to say who is calling. */
export async function startMortalSubgraphs(): Promise<MortalSubgraphs> {
  const [database, port, notes] = await Promise.all([
    createTestDatabase(),
    freePort(),
    startNotesSubgraph(['id']),
  ]);
  const start = (subgraphPort: number) => {
    const env = {
      PORT: String(subgraphPort),
      HOST: '127.0.0.1',
      ...cprEnvironment,
      DATABASE_URL: urlOf(database.address),
      CALLBACK_HOSTS: `localhost:${port}`,
    };
    return startScript('src/server/main.ts', [], env, /"url":"([^"]+)"/);
  };
  let subgraph = await start(0);
  const url = `${subgraph.url}/graphql`;
  let round = 0;
  await introduce(url, notes, 3);
  return {
    url,
    list: [
      { name: 'dfdg', url },
      { name: 'notes', url: notes.url },
    ],
    port,
    async restart(signal) {
      await subgraph.end(signal);
      subgraph = await start(Number(new URL(url).port));
    },
    async changeAll() {
      round += 1;
      for (const citizen of [0, 1, 2]) await grant(url, citizen, round);
    },
    async expectAllHeard(follower, gateway) {
      const last = await lastCursor(url);
      await expect.poll(() => follower.changes.at(-1)?.cursor, { timeout: 20_000 }).toBe(last);
      await expectLog(gateway.url, follower.after, follower.changes);
    },
    async end() {
      notes.close();
      await subgraph.end('SIGKILL');
      await database.drop();
    },
  };
}
