import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { post, startServer, type BenchServer } from './server.ts';

// Measures how soon a subscriber hears of a change. Run after `npm run build`: `npm run bench:changes [-- --write]`.

const municipalities = Array.from({ length: 98 }, (_, index) => String(101 + index));
const secondsEach = 5;

let run = 0;
let message = 0;
const visits = new Map<number, number>();

/** Made-up citizens, each in one municipality. */
function input(citizen: number) {
  message += 1;
  const visit = (visits.get(citizen) ?? 0) + 1;
  visits.set(citizen, visit);
  const two = (n: number) => String(n).padStart(2, '0');
  return {
    messageId: `bench-${run}-${message}`,
    cpr: `${two((citizen % 28) + 1)}${two((Math.floor(citizen / 28) % 12) + 1)}80${String(Math.floor(citizen / 336)).padStart(4, '0')}`,
    municipalityCode: municipalities[citizen % municipalities.length],
    kyId: `A${message}`,
    kind: 'GRANTED',
    contactGroup: visit % 2 ? 2 : 11,
    startDate: '2026-01-01',
  };
}

const submit = `mutation ($inputs: [SubmitDecisionInput!]!) {
  submitDecisions(inputs: $inputs) { decision { outcome { changes { kind } } } } }`;

/** Makes changes; gives how many. Each decision moves a citizen that no other of the call does. */
async function change(url: string, first: number, count: number): Promise<number> {
  const inputs = Array.from({ length: count }, (_, index) => input(first + index));
  const { submitDecisions } = await post<{
    submitDecisions: { decision: { outcome: { changes: unknown[] } } | null }[];
  }>(url, submit, { inputs });
  return submitDecisions.reduce((sum, { decision }) => sum + (decision?.outcome.changes.length ?? 0), 0);
}

const told = `subscription ($municipalityCode: String, $after: String) {
  contactGroupChanged(municipalityCode: $municipalityCode, after: $after) {
    cursor kind occurredAt from { type { code } } to { type { code } } decision { sequence } } }`;

interface Told {
  readonly contactGroupChanged: { readonly occurredAt: string };
}

/** Subscribes, over ten sockets at most; `latencies` gets the milliseconds from receipt to arrival. */
function listen(url: string, subscribers: number, latencies: number[]): Client[] {
  const clients = Array.from({ length: Math.min(10, subscribers) }, () =>
    createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 }),
  );
  for (let index = 0; index < subscribers; index += 1)
    clients[index % clients.length]?.subscribe<Told>(
      {
        query: told,
        variables:
          subscribers === 1 ? {} : { municipalityCode: municipalities[index % municipalities.length] },
      },
      {
        next: ({ data }) =>
          data && latencies.push(Date.now() - Date.parse(data.contactGroupChanged.occurredAt)),
        error: (error) => {
          throw new Error(JSON.stringify(error));
        },
        complete: () => undefined,
      },
    );
  return clients;
}

const quantile = (sorted: readonly number[], q: number) => sorted[Math.floor((sorted.length - 1) * q)] ?? NaN;

async function latency(server: BenchServer, rate: number, subscribers: number) {
  const latencies: number[] = [];
  const clients = listen(server.url, subscribers, latencies);
  await delay(1_500);
  const every = 20;
  let made = 0;
  const calls: Promise<unknown>[] = [];
  const started = performance.now();
  for (let tick = 0; tick < (secondsEach * 1_000) / every; tick += 1) {
    const count = (rate * every) / 1_000;
    calls.push(change(server.url, (tick * count) % 20_000, count).then((n) => (made += n)));
    await delay(Math.max(0, started + (tick + 1) * every - performance.now()));
  }
  await Promise.all(calls);
  const seconds = (performance.now() - started) / 1_000;
  await delay(500);
  for (const client of clients) await client.dispose();
  latencies.sort((a, b) => a - b);
  return {
    asked: rate,
    subscribers,
    made: Math.round(made / seconds),
    delivered: latencies.length,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
}

/** Memory of an idle subscription, in KiB. */
async function idle(server: BenchServer): Promise<number> {
  const before = await server.memory();
  const clients = listen(server.url, 5_000, []);
  await delay(6_000);
  const after = await server.memory();
  for (const client of clients) await client.dispose();
  return ((after - before) * 1024) / 5_000;
}

/** Changes per second at which one subscriber reads a log of so many changes from its beginning. */
async function catchUp(server: BenchServer, count: number) {
  const { contactGroupChanges } = await post<{ contactGroupChanges: { edges: { cursor: string }[] } }>(
    server.url,
    '{ contactGroupChanges(first: 1) { edges { cursor } } }',
  );
  const client = createClient({
    url: `${server.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
  });
  const started = performance.now();
  let heard = 0;
  const changes = client.iterate({ query: told, variables: { after: contactGroupChanges.edges[0]?.cursor } });
  while (heard < count && !(await changes.next()).done) heard += 1;
  await changes.return?.();
  const seconds = (performance.now() - started) / 1_000;
  await client.dispose();
  return { count, seconds, perSecond: Math.round(count / seconds) };
}

const dataDir = await mkdtemp(join(tmpdir(), 'dfdg-bench-'));
const server = await startServer(dataDir);
const rows: Awaited<ReturnType<typeof latency>>[] = [];
for (const rate of [100, 1_000])
  for (const subscribers of [1, 100, 1_000]) {
    run += 1;
    const row = await latency(server, rate, subscribers);
    rows.push(row);
    console.log(row);
  }
const kibibytes = await idle(server);
run += 1;
let total = rows.reduce((sum, row) => sum + row.made * secondsEach, 0);
for (let first = 0; total < 101_000; first = (first + 500) % 20_000)
  total += await change(server.url, first, 500);
const caughtUp = await catchUp(server, 100_000);
await server.stop();
await rm(dataDir, { recursive: true });

const text = `# How soon a subscriber hears

Written by \`npm run bench:changes -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores
(${cpus()[0]?.model.trim() ?? ''}), Node ${process.version}; server, PostgreSQL with its default durability, writer and all
subscribers on the same machine. Latency is from the moment the server received the decision to the moment the subscriber
has the change, so it includes the commit. A lone subscriber hears all changes; of several, each hears one municipality's.

| changes/s asked | made | subscribers | delivered | p50 ms | p99 ms |
| --------------: | ---: | ----------: | --------: | -----: | -----: |
${rows.map((r) => `| ${r.asked} | ${r.made} | ${r.subscribers} | ${r.delivered} | ${r.p50} | ${r.p99} |`).join('\n')}

An idle subscription, 5,000 of them over ten sockets: ${kibibytes.toFixed(1)} KiB of the server's resident memory each.

Catching up ${caughtUp.count.toLocaleString('en')} changes from the log over one WebSocket: ${caughtUp.seconds.toFixed(1)} s, ${caughtUp.perSecond.toLocaleString('en')} changes/s.
`;
console.log(text);
if (process.argv.includes('--write')) await writeFile('docs/performance.md', text);
