import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../src/embedded/postgres.ts';
import { connect, type DatabaseClient } from '../src/storage/address.ts';
import { migrate } from '../src/storage/migrate.ts';
import { cprOf, groupOf, municipalityOf } from './citizens.ts';
import { measuredOn, publish } from './document.ts';
import { keyVariables } from './keys.ts';
import { load, type Run } from './load.ts';
import { oursOf } from './operations.ts';
import { processorTime } from './processorTime.ts';
import { median } from './report.ts';
import { seed } from './seed.ts';
import { post, startServer } from './server.ts';

// `npm run bench:growth [-- --write] [--data FOLDER] [--citizens N,N]`: what a decision and a read cost as the country grows.
// With `--data` what is filled in is kept for another run.

const { values } = parseArgs({
  options: {
    write: { type: 'boolean' },
    data: { type: 'string' },
    citizens: { type: 'string', default: '10000,1000000,6000000' },
    seconds: { type: 'string', default: '10' },
  },
});
const seconds = Number(values.seconds);
/** A quarter of the memory, in GiB, as PostgreSQL's documentation recommends for a server of its own. */
const sharedBuffers = Math.floor(totalmem() / 2 ** 30 / 4);
const rounds = 3;
const isGood = (body: string) => !body.includes('"errors"') && !body.includes('"userErrors":[{');

interface Row {
  readonly citizens: number;
  readonly gigabytes: number;
  readonly submit: Run & { readonly cost: number };
  readonly read: Run & { readonly cost: number };
  readonly fresh: number;
  readonly busy: number;
}

async function measure(citizens: number, dataDir: string): Promise<Row> {
  const readable = Math.min(citizens, 50_000);
  const postgres = await startEmbeddedPostgres({
    dataDir,
    settings: { shared_buffers: `${sharedBuffers}GB` },
  });
  const sql = connect(postgres.connection, { max: 1 });
  try {
    await migrate(postgres.connection);
    const [{ isEmpty }] = await sql<
      [{ isEmpty: boolean }]
    >`select not exists (select from citizen) as "isEmpty"`;
    if (isEmpty) {
      console.log(`Filling in ${citizens.toLocaleString('en')} citizens …`);
      await seed(sql, { citizens, readable });
    }
    await sql`checkpoint`;
    await warmUp(sql);
    const [{ bytes }] = await sql<[{ bytes: string }]>`select pg_database_size(current_database()) as bytes`;
    const server = await startServer({ DATABASE_URL: postgres.url, ...keyVariables });
    const run = `${Date.now()}`;
    const { submit, read } = oursOf({ citizens, readable });
    const tagged = () => {
      const operation = submit() as { query: string; variables: { input: { messageId: string } } };
      operation.variables.input.messageId += run;
      return operation;
    };
    const time = async () => (await processorTime(server.pid)) + (await processorTime(postgres.pid));
    const timed = async (next: typeof submit) => {
      await load(server.url, 32, 3, next, isGood);
      const before = await time();
      const measured = await load(server.url, 32, seconds, next, isGood);
      return { ...measured, cost: ((await time()) - before) / (measured.perSecond * seconds) };
    };
    const row = {
      citizens,
      gigabytes: Number(bytes) / 2 ** 30,
      submit: await timed(tagged),
      read: await timed(read),
      ...(await manyDecisions(server.url, citizens, run)),
    };
    await server.stop();
    return row;
  } finally {
    await sql.end();
    await postgres.stop();
  }
}

/** Reads all tables and then all indexes, so that they are where those of a server are that has been running for long. */
async function warmUp(sql: DatabaseClient): Promise<void> {
  await sql`create extension if not exists pg_prewarm`;
  await sql`
    select pg_prewarm(oid) from pg_class
    where relkind in ('r', 'i') and relnamespace = 'public'::regnamespace order by relkind desc`;
}

/** Milliseconds of one submission to a citizen with a few decisions, and to one with a thousand: each the middle. */
async function manyDecisions(url: string, citizens: number, run: string) {
  const most = 1_000;
  let message = 0;
  const input = (citizen: number) => ({
    messageId: `many-${run}-${(message += 1)}`,
    cpr: cprOf(citizen),
    municipalityCode: municipalityOf(citizen),
    kyId: `M${message % 10}`,
    kind: 'GRANTED',
    contactGroup: groupOf(message),
    startDate: '2026-01-02',
  });
  const submitMany = `mutation ($inputs: [SubmitDecisionInput!]!) { submitDecisions(inputs: $inputs) { userErrors { code } } }`;
  // Of those whom no other load submits to.
  const last = citizens - (citizens % 3);
  const busyCitizen = last;
  for (let sent = 0; sent < most; sent += 500)
    await post(url, submitMany, { inputs: Array.from({ length: 500 }, () => input(busyCitizen)) });
  const submitOne = `mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) { decision { sequence } userErrors { code } } }`;
  const middle = async (citizenOf: (index: number) => number) => {
    const next = (() => {
      let index = 0;
      return () => ({ query: submitOne, variables: { input: input(citizenOf((index += 1))) } });
    })();
    return (await load(url, 1, seconds / 4, next, isGood)).p50;
  };
  return {
    fresh: await middle((index) => last - 3 * (index % 1_000) - 3),
    busy: await middle(() => busyCitizen),
  };
}

const folder = values.data ?? (await mkdtemp(join(tmpdir(), 'dfdg-growth-')));
const sizes = values.citizens.split(',').map(Number);
const runs: Row[] = [];
// In turn, so that a machine that is slower for a while is so for all.
for (let round = 1; round <= rounds; round += 1)
  for (const citizens of sizes) {
    const row = await measure(citizens, join(folder, String(citizens)));
    console.log(`Round ${round}`, row);
    runs.push(row);
  }
if (values.data === undefined) await rm(folder, { recursive: true });

const rows = sizes.map((citizens): Row => {
  const own = runs.filter((row) => row.citizens === citizens);
  return {
    ...median(own.map(({ gigabytes, fresh, busy }) => ({ citizens, gigabytes, fresh, busy }))),
    submit: median(own.map(({ submit }) => submit)),
    read: median(own.map(({ read }) => read)),
  };
});
const [smallest] = rows as [Row];
const whole = (n: number) => Math.round(n).toLocaleString('en');
const times = (cost: number, of: number) => `${whole(cost)} (${(cost / of).toFixed(2)})`;
const text = `# As the country grows

Written by \`npm run bench:growth -- --write\` ${measuredOn}; server, PostgreSQL with its
default durability and ${sharedBuffers} GB of shared buffers, into which everything was read once, and load on the same machine; 32 connections, ${seconds} s
each after a checkpoint, the middle one of ${rounds} rounds in which the sizes take turns. Cost is processor time of
server and PostgreSQL for each answer, and in brackets how many times that of the smallest country. Up to 50,000 citizens
have ten decisions, the others one; submissions go to random citizens.

| citizens | database GiB | decisions/s | cost of a decision µs | reads/s | cost of a read µs | one decision to a citizen with few ms | with a thousand or more ms |
| --: | --: | --: | --: | --: | --: | --: | --: |
${rows
  .map(
    ({ citizens, gigabytes, submit, read, fresh, busy }) =>
      `| ${whole(citizens)} | ${gigabytes.toFixed(1)} | ${whole(submit.perSecond)} | ${times(submit.cost, smallest.submit.cost)} | ${whole(read.perSecond)} | ${times(read.cost, smallest.read.cost)} | ${fresh.toFixed(1)} | ${busy.toFixed(1)} |`,
  )
  .join('\n')}
`;
await publish('growth', text);
