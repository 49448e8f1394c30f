import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { lastCursor } from './citizens.ts';
import { subscribeBySse, type Subscribe } from './client.ts';
import { follow } from './follow.ts';
import type { StartGateway } from './gateway.checks.ts';
import { grafbaseBinary, grafbaseSubscribe, startGrafbase } from './grafbase.ts';
import { startMortalSubgraphs, type MortalSubgraphs } from './mortalSubgraphs.ts';
import { startScript } from './program.ts';

// Processes start and stop here; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000 });

/** `npm run gateway`, which `close` kills. */
const startExample: StartGateway = async (subgraphs, port) => {
  const urls = subgraphs.map(({ url }) => url);
  const env = { GATEWAY_PORT: String(port) };
  const { url, end } = await startScript('examples/gateway/main.ts', urls, env, /Gateway at (\S+):/);
  return { url, close: () => end('SIGKILL') };
};

type Case = readonly [name: string, start: StartGateway, subscribe: Subscribe];

const cases: readonly Case[] = [
  ['Hive', startExample, subscribeBySse],
  ...(grafbaseBinary ? [['Grafbase', startGrafbase, grafbaseSubscribe] as const] : []),
];

let ours: MortalSubgraphs;

beforeAll(async () => {
  ours = await startMortalSubgraphs();
});

afterAll(() => ours.end());

describe.each(cases)('when the %s gateway is killed', (_, start, subscribe) => {
  it('a client that goes on through another one has every change once and in order', async () => {
    let gateway = await start(ours.list, ours.port);
    const follower = follow(subscribe, () => gateway.url, await lastCursor(ours.url));
    onTestFinished(async () => {
      await gateway.close();
      await follower.stop();
    });
    await ours.changeAll();
    await ours.expectAllHeard(follower, gateway);
    await Promise.all([ours.changeAll(), gateway.close()]);
    gateway = await start(ours.list, ours.port);
    await ours.changeAll();
    await ours.expectAllHeard(follower, gateway);
    expect(follower.ends[0]).toBe('broken off');
  });
});
