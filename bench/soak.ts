import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../src/embedded/postgres.ts';
import { openConnection } from './connection.ts';
import { measuredOn, publish } from './document.ts';
import { keyVariables } from './keys.ts';
import { openSocket, told } from './listeners.ts';
import { move, moveCitizens } from './moves.ts';
import { startServer, type BenchServer } from './server.ts';

// Looks whether memory grows with use, and exits with 1 where it does: `npm run soak [-- --write]`, two minutes.

const requests = 100_000;
const subscriptions = 1_000;
const mayGrow = 20;
const citizens = 20_000;

const submit = `mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) {
  decision { id sequence outcome { rule { id } changes { id } } } userErrors { code } } }`;
const read = `query ($after: String) { contactGroupChanges(first: 5, after: $after) {
  nodes { id cursor citizen { id contactGroups { open type { code } } } decision { sequence } } headCursor } }`;

/** Sends so many requests, 32 at once: two decisions, then a query. */
async function request(url: string, count: number): Promise<void> {
  let sent = 0;
  let after: string | null = null;
  const client = async () => {
    const post = await openConnection(new URL(url));
    while (sent < count) {
      sent += 1;
      const isRead = sent % 3 === 0;
      const { body } = await post(
        JSON.stringify(
          isRead
            ? { query: read, variables: { after } }
            : { query: submit, variables: { input: move(sent % citizens) } },
        ),
      );
      if (body.includes('"errors"')) throw new Error(body);
      if (isRead) after = /"headCursor":"([^"]+)"/.exec(body)?.[1] ?? null;
    }
    post.close();
  };
  await Promise.all(Array.from({ length: 32 }, client));
}

/** Subscribes so often, each time over a socket of its own, hears of a change, and leaves. */
async function subscribe(url: string, count: number): Promise<void> {
  for (let done = 0; done < count; done += 20)
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const socket = openSocket(url);
        const changes = socket.iterate({ query: told, variables: { after: null } });
        const heard = changes.next().then(() => true);
        while (!(await Promise.race([heard, delay(100, false)]))) await moveCitizens(url, done % citizens, 1);
        await changes.return?.();
        await socket.dispose();
      }),
    );
}

async function memoryOf(server: BenchServer) {
  const kept = await server.kept();
  return { kept, resident: await server.memory() };
}

const dataDir = await mkdtemp(join(tmpdir(), 'dfdg-bench-'));
// Durability is PostgreSQL's business, and costs most of the time.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
const postgres = await startEmbeddedPostgres({ dataDir, settings });
const server = await startServer({ DATABASE_URL: postgres.url, ...keyVariables });
// The newest changes are kept in memory, 20,000 at most: they are there before anything is compared.
for (let first = 0; first < 3 * citizens; first += 500) await moveCitizens(server.url, first % citizens, 500);
await request(server.url, requests / 10);
await subscribe(server.url, subscriptions / 10);
const rows = [{ at: 'after warming up', ...(await memoryOf(server)) }];
for (let tenth = 1; tenth <= 10; tenth += 1) {
  await request(server.url, requests / 10);
  await subscribe(server.url, subscriptions / 10);
  const at = `${(tenth * requests) / 10} requests and ${(tenth * subscriptions) / 10} subscriptions later`;
  rows.push({ at, ...(await memoryOf(server)) });
  console.log(rows.at(-1));
}
await server.stop();
await postgres.stop('immediate');
await rm(dataDir, { recursive: true });

const [first, last] = [rows[0], rows.at(-1)];
const grown = {
  kept: (last?.kept ?? NaN) - (first?.kept ?? NaN),
  resident: (last?.resident ?? NaN) - (first?.resident ?? NaN),
};
const holds = grown.kept <= mayGrow;
await publish(
  'soak',
  `# Memory in use

Written by \`npm run soak -- --write\` ${measuredOn}. Requests are two decisions, then a query; each subscription has a socket of
its own, hears of a change, and leaves. What the serving thread keeps after its garbage is collected must end within
${mayGrow} MiB of where it was after warming up: it shows what leaks, whereas resident memory also holds what the allocators
of all threads keep for later.

| | kept, MiB | resident, MiB |
| --- | --: | --: |
${rows.map(({ at, kept, resident }) => `| ${at} | ${kept.toFixed(1)} | ${resident.toFixed(1)} |`).join('\n')}

Grown by ${grown.kept.toFixed(1)} MiB kept and ${grown.resident.toFixed(1)} MiB resident.
`,
);
if (!holds) console.log(`BROKEN: it keeps ${grown.kept.toFixed(1)} MiB more`);
process.exitCode = holds ? 0 : 1;
