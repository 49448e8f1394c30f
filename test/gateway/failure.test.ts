import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Subgraph } from '../../examples/gateway/compose.ts';
import type { Gateway } from '../../examples/gateway/gateway.ts';
import { urlOf } from '../../src/storage/address.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { expectLog, grant, introduce, lastCursor } from './citizens.ts';
import { subscribeBySse, subscribeByWebSocket, type Subscribe } from './client.ts';
import { follow, type Follower } from './follow.ts';
import { freePort } from './freePort.ts';
import type { StartGateway } from './gateway.checks.ts';
import { grafbaseBinary, grafbaseSubscribe, startGrafbase } from './grafbase.ts';
import { startHive } from './hive.ts';
import { layLine } from './line.ts';
import { startNotesSubgraph, type NotesSubgraph } from './notesSubgraph.ts';
import { startScript, type Program } from './program.ts';

// Processes start and stop here; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000 });

type Case = readonly [name: string, start: StartGateway, subscribe: Subscribe];

/** `npm run gateway`, which `close` kills. */
const startExample: StartGateway = async (subgraphs, port) => {
  const urls = subgraphs.map(({ url }) => url);
  const env = { GATEWAY_PORT: String(port) };
  const { url, end } = await startScript('examples/gateway/main.ts', urls, env, /Gateway at (\S+):/);
  return { url, close: () => end('SIGKILL') };
};

const grafbase: readonly Case[] = grafbaseBinary ? [['Grafbase', startGrafbase, grafbaseSubscribe]] : [];

const living: readonly Case[] = [
  ['Hive over HTTP callback', startHive('callback'), subscribeBySse],
  ['Hive over WebSocket', startHive('websocket'), subscribeByWebSocket],
  ...grafbase,
];

let database: TestDatabase;
let notes: NotesSubgraph;
let subgraph: Program;
let subgraphs: readonly Subgraph[];
let url: string;
let round = 0;
/** Of the one gateway that is called back, and of those that take turns. */
let port: number;

const startSubgraph = (subgraphPort: number) =>
  startScript(
    'src/server/main.ts',
    [],
    {
      PORT: String(subgraphPort),
      HOST: '127.0.0.1',
      DATABASE_URL: urlOf(database.address),
      CALLBACK_HOSTS: `localhost:${port}`,
    },
    /"url":"([^"]+)"/,
  );

beforeAll(async () => {
  database = await createTestDatabase();
  port = await freePort();
  [subgraph, notes] = await Promise.all([startSubgraph(0), startNotesSubgraph(['id'])]);
  url = `${subgraph.url}/graphql`;
  subgraphs = [
    { name: 'dfdg', url },
    { name: 'notes', url: notes.url },
  ];
  await introduce(url, notes, 3);
});

afterAll(async () => {
  notes.close();
  await subgraph.end('SIGKILL');
  await database.drop();
});

/** Makes a change of each citizen's, whether or not a gateway is there. */
async function changeAll(): Promise<void> {
  round += 1;
  for (const citizen of [0, 1, 2]) await grant(url, citizen, round);
}

/** Waits until the follower has heard all that there is, and expects it to be the log as the gateway answers it. */
async function expectAllHeard(follower: Follower, gateway: Gateway): Promise<void> {
  const last = await lastCursor(url);
  await expect.poll(() => follower.changes.at(-1)?.cursor, { timeout: 20_000 }).toBe(last);
  await expectLog(gateway.url, follower.after, follower.changes);
}

describe.each<Case>([['Hive', startExample, subscribeBySse], ...grafbase])(
  'when the %s gateway is killed',
  (_, start, subscribe) => {
    it('a client that goes on through another one has every change once and in order', async () => {
      let gateway = await start(subgraphs, port);
      const follower = follow(subscribe, () => gateway.url, await lastCursor(url));
      onTestFinished(async () => {
        await gateway.close();
        await follower.stop();
      });
      await changeAll();
      await expectAllHeard(follower, gateway);
      await Promise.all([changeAll(), gateway.close()]);
      gateway = await start(subgraphs, port);
      await changeAll();
      await expectAllHeard(follower, gateway);
      expect(follower.ends[0]).toBe('broken off');
    });
  },
);

/** Every gateway, with a client that follows through it until the test is over. */
async function followThroughAll(to: readonly Subgraph[]) {
  const after = await lastCursor(url);
  const all = await Promise.all(
    living.map(async ([name, start, subscribe]) => {
      const gateway = await start(to, name.includes('callback') ? port : await freePort());
      const follower = follow(subscribe, () => gateway.url, after);
      onTestFinished(async () => {
        await gateway.close();
        await follower.stop();
      });
      return { name, gateway, follower };
    }),
  );
  return {
    expectAllHeard: async () => {
      for (const { follower, gateway } of all) await expectAllHeard(follower, gateway);
    },
    /** How the first subscription ended through each gateway. */
    firstEnds: () => Object.fromEntries(all.map(({ name, follower }) => [name, follower.ends[0]])),
  };
}

describe('through gateways that live on, each client has every change once and in order, though', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('our subgraph gets %s and starts again', async (signal) => {
    const { expectAllHeard, firstEnds } = await followThroughAll(subgraphs);
    await changeAll();
    await expectAllHeard();
    await subgraph.end(signal);
    subgraph = await startSubgraph(Number(new URL(url).port));
    await changeAll();
    await expectAllHeard();
    if (signal === 'SIGTERM') expect(new Set(Object.values(firstEnds()))).toEqual(new Set(['completed']));
  });

  it('the line to our subgraph breaks', async () => {
    const line = await layLine(url);
    onTestFinished(line.close);
    const { expectAllHeard, firstEnds } = await followThroughAll([
      { name: 'dfdg', url: line.url },
      { name: 'notes', url: notes.url },
    ]);
    await changeAll();
    await expectAllHeard();
    line.cut();
    await changeAll();
    await expectAllHeard();
    // It subscribes again by itself, with the cursor that the client began with, and tells the client nothing.
    expect(firstEnds()['Hive over WebSocket']).toBe('another cursor');
  });
});
