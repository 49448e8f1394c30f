import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Subgraph } from '../../examples/gateway/compose.ts';
import { lastCursor } from './citizens.ts';
import { subscribeBySse, subscribeByWebSocket, type Subscribe } from './client.ts';
import { follow } from './follow.ts';
import { freePort } from './freePort.ts';
import type { StartGateway } from './gateway.checks.ts';
import { grafbaseBinary, grafbaseSubscribe, startGrafbase } from './grafbase.ts';
import { startHive } from './hive.ts';
import { layLine } from './line.ts';
import { startMortalSubgraphs, type MortalSubgraphs } from './mortalSubgraphs.ts';

// Processes start and stop here; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000 });

type Case = readonly [name: string, start: StartGateway, subscribe: Subscribe];

const gateways: readonly Case[] = [
  ['Hive over HTTP callback', startHive('callback'), subscribeBySse],
  ['Hive over WebSocket', startHive('websocket'), subscribeByWebSocket],
  ...(grafbaseBinary ? [['Grafbase', startGrafbase, grafbaseSubscribe] as const] : []),
];

let ours: MortalSubgraphs;

beforeAll(async () => {
  ours = await startMortalSubgraphs();
});

afterAll(() => ours.end());

/** Every gateway, with a client that follows through it until the test is over. */
async function followThroughAll(to: readonly Subgraph[]) {
  const after = await lastCursor(ours.url);
  const all = await Promise.all(
    gateways.map(async ([name, start, subscribe]) => {
      const gateway = await start(to, name.includes('callback') ? ours.port : await freePort());
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
      for (const { follower, gateway } of all) await ours.expectAllHeard(follower, gateway);
    },
    /** How the first subscription ended through each gateway. */
    firstEnds: () => Object.fromEntries(all.map(({ name, follower }) => [name, follower.ends[0]])),
  };
}

describe('through gateways that live on, each client has every change once and in order, though', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('our subgraph gets %s and starts again', async (signal) => {
    const { expectAllHeard, firstEnds } = await followThroughAll(ours.list);
    await ours.changeAll();
    await expectAllHeard();
    await ours.restart(signal);
    await ours.changeAll();
    await expectAllHeard();
    // Each gateway tells its client of the end, if not always of what it was; of a kill Hive may tell nothing, and begin
    // anew by itself.
    const mayBe = signal === 'SIGTERM' ? ['completed'] : ['completed', 'error', 'another cursor'];
    for (const end of Object.values(firstEnds())) expect(mayBe).toContain(end);
  });

  it('the line to our subgraph breaks', async () => {
    const line = await layLine(ours.url);
    onTestFinished(line.close);
    const { expectAllHeard, firstEnds } = await followThroughAll([
      { name: 'dfdg', url: line.url },
      ...ours.list.slice(1),
    ]);
    await ours.changeAll();
    await expectAllHeard();
    line.cut();
    await ours.changeAll();
    await expectAllHeard();
    // It subscribes again by itself, with the cursor that the client began with, and tells the client nothing.
    expect(firstEnds()['Hive over WebSocket']).toBe('another cursor');
  });
});
