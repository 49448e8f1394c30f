import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { measuredOn, publish } from './document.ts';
import { listen, openSocket, told } from './listeners.ts';
import { moveCitizens } from './moves.ts';
import { post, startServer, type BenchServer } from './server.ts';

// Measures how soon a subscriber hears of a change, in two minutes or so: `npm run bench:changes [-- --write]`.

const secondsEach = 5;
const citizens = 20_000;
const idleSubscriptions = 5_000;
const logged = 100_000;

const quantile = (sorted: readonly number[], q: number) => sorted[Math.floor((sorted.length - 1) * q)] ?? NaN;

async function latency(server: BenchServer, rate: number, subscribers: number) {
  const { latencies, leave } = listen(server.url, subscribers);
  await delay(1_500);
  const every = 20;
  const count = (rate * every) / 1_000;
  const calls: Promise<number>[] = [];
  const started = performance.now();
  for (let tick = 0; tick < (secondsEach * 1_000) / every; tick += 1) {
    calls.push(moveCitizens(server.url, (tick * count) % citizens, count));
    await delay(Math.max(0, started + (tick + 1) * every - performance.now()));
  }
  const made = (await Promise.all(calls)).reduce((sum, n) => sum + n, 0);
  const seconds = (performance.now() - started) / 1_000;
  await delay(500);
  await leave();
  latencies.sort((a, b) => a - b);
  return {
    rate,
    subscribers,
    made,
    perSecond: Math.round(made / seconds),
    delivered: latencies.length,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
}

/** Memory of an idle subscription, in KiB; afterwards each hears of a change, which proves that it was one. */
async function idle(server: BenchServer): Promise<number> {
  const before = await server.memory();
  const { latencies, leave } = listen(server.url, idleSubscriptions);
  await delay(8_000);
  const after = await server.memory();
  await moveCitizens(server.url, 0, 98);
  for (let waited = 0; latencies.length < idleSubscriptions && waited < 10_000; waited += 100)
    await delay(100);
  await leave();
  if (latencies.length !== idleSubscriptions)
    throw new Error(`${latencies.length} of ${idleSubscriptions} subscriptions heard of a change.`);
  return ((after - before) * 1024) / idleSubscriptions;
}

/** Seconds in which one subscriber reads so many changes of the log from its beginning. */
async function catchUp(server: BenchServer): Promise<number> {
  const { contactGroupChanges } = await post<{ contactGroupChanges: { edges: { cursor: string }[] } }>(
    server.url,
    '{ contactGroupChanges(first: 1) { edges { cursor } } }',
  );
  const socket = openSocket(server.url);
  const started = performance.now();
  let heard = 0;
  const changes = socket.iterate({ query: told, variables: { after: contactGroupChanges.edges[0]?.cursor } });
  while (heard < logged && !(await changes.next()).done) heard += 1;
  const seconds = (performance.now() - started) / 1_000;
  await changes.return?.();
  await socket.dispose();
  if (heard !== logged) throw new Error(`The subscription ended after ${heard} changes.`);
  return seconds;
}

const dataDir = await mkdtemp(join(tmpdir(), 'dfdg-bench-'));
const server = await startServer({ DATA_DIR: dataDir });
const rows: Awaited<ReturnType<typeof latency>>[] = [];
for (const rate of [100, 1_000])
  for (const subscribers of [1, 100, 1_000]) {
    rows.push(await latency(server, rate, subscribers));
    console.log(rows.at(-1));
  }
const kibibytes = await idle(server);
let total = rows.reduce((sum, { made }) => sum + made, 98);
for (let first = 0; total <= logged; first = (first + 500) % citizens)
  total += await moveCitizens(server.url, first, 500);
const seconds = await catchUp(server);
await server.stop();
await rm(dataDir, { recursive: true });

await publish(
  'changes',
  `# How soon a subscriber hears

Written by \`npm run bench:changes -- --write\` ${measuredOn}; server, PostgreSQL with its default durability, writer and all
subscribers on the same machine. Latency is from the moment the server received the decision to the moment the subscriber
has the change, so it includes the commit. A lone subscriber hears all changes; of several, each hears one municipality's.

| changes/s asked | made | subscribers | delivered | p50 ms | p99 ms |
| --: | --: | --: | --: | --: | --: |
${rows.map((r) => `| ${r.rate} | ${r.perSecond} | ${r.subscribers} | ${r.delivered} | ${r.p50} | ${r.p99} |`).join('\n')}

An idle subscription, ${idleSubscriptions.toLocaleString('en')} of them over ten sockets: ${kibibytes.toFixed(1)} KiB of the server's resident memory each.

Catching up ${logged.toLocaleString('en')} changes from the log over one WebSocket: ${seconds.toFixed(1)} s, ${Math.round(logged / seconds).toLocaleString('en')} changes/s.
`,
);
