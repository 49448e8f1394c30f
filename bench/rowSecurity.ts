import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../src/embedded/postgres.ts';
import { connect } from '../src/storage/address.ts';
import { migrate } from '../src/storage/migrate.ts';
import { createTokenIssuer } from '../test/auth/issuer.ts';
import { citizenIdOf, municipalityOf } from './citizens.ts';
import { openConnection } from './connection.ts';
import { measuredOn, publish } from './document.ts';
import { keyVariables } from './keys.ts';
import { closedLoop, type Run } from './load.ts';
import { oursOf } from './operations.ts';
import { processorTime } from './processorTime.ts';
import { median } from './report.ts';
import { seed } from './seed.ts';
import { startServer, type BenchServer } from './server.ts';

// `npm run bench:row-security [-- --write]`: what it costs that the database itself looks whom a jobcentre may see.

const { values } = parseArgs({
  options: {
    write: { type: 'boolean' },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '7' },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const population = { citizens: 200_000, readable: 50_000 };
const municipalities = 98;
const variants = ['off', 'on'] as const;

const issuer = await createTokenIssuer();
const dataDir = await mkdtemp(join(tmpdir(), 'dfdg-row-security-'));
const postgres = await startEmbeddedPostgres({ dataDir, settings: { max_connections: '300' } });

/** Reads of a citizen of the caller's municipality, with groups and ten decisions. */
const { read } = oursOf(population);
const some = Math.floor(population.readable / municipalities) - 1;
const citizenOf = (municipality: number) =>
  municipalities * (1 + Math.floor(Math.random() * some)) + municipality;

/** So many callers, each of the municipality after the last one's, or all of one. */
async function run(server: BenchServer, callers: number, everywhere: boolean, time: number): Promise<Run> {
  let number = 0;
  return closedLoop(callers, time, async () => {
    const municipality = everywhere ? number++ % municipalities : 0;
    const code = municipalityOf(municipality);
    const authorization = `Bearer ${await issuer.token('citizens:read', [code], 3_600)}`;
    const post = await openConnection(new URL(server.url), { authorization });
    return {
      async call() {
        const variables = { id: citizenIdOf(citizenOf(municipality)) };
        const { body } = await post(JSON.stringify({ ...read(), variables }));
        if (!body.includes('"sequence":10') || body.includes('"errors"')) throw new Error(body.slice(0, 500));
      },
      close: post.close,
    };
  });
}

interface Cost extends Run {
  /** Processor time in microseconds for each answer. */
  readonly server: number;
  readonly database: number;
}

async function measure(server: BenchServer, callers: number, everywhere: boolean): Promise<Cost> {
  await run(server, callers, everywhere, 1);
  const before = [await processorTime(server.pid), await processorTime(postgres.pid)] as const;
  const measured = await run(server, callers, everywhere, seconds);
  const answers = measured.perSecond * seconds;
  return {
    ...measured,
    server: ((await processorTime(server.pid)) - before[0]) / answers,
    database: ((await processorTime(postgres.pid)) - before[1]) / answers,
  };
}

try {
  await migrate(postgres.connection);
  const sql = connect(postgres.connection, { max: 1 });
  await seed(sql, population);
  await sql.end();
  const start = (variant: string) =>
    startServer({
      DATABASE_URL: postgres.url,
      ...keyVariables,
      ...issuer.environment,
      CALLER_REQUESTS: '1000000',
      ROW_SECURITY: variant,
    });
  const servers = { off: await start('off'), on: await start('on') };
  const rows: string[] = [];
  for (const [workload, callers, everywhere] of [
    ['32 callers of one jobcentre', 32, false],
    ['98 callers, each of another jobcentre', 98, true],
    ['one caller', 1, false],
  ] as const) {
    const costs: Record<(typeof variants)[number], Cost[]> = { off: [], on: [] };
    for (let round = 0; round < rounds; round += 1)
      for (const variant of round % 2 ? variants.toReversed() : variants)
        costs[variant].push(await measure(servers[variant], callers, everywhere));
    const cost = { off: median(costs.off), on: median(costs.on) };
    for (const variant of variants) {
      const { perSecond, p50, p99, server, database } = cost[variant];
      const times = (server + database) / (cost.off.server + cost.off.database);
      rows.push(
        `| ${workload} | ${variant} | ${Math.round(perSecond).toLocaleString('en')} | ${p50.toFixed(1)} | ${p99.toFixed(1)} | ${Math.round(server)} | ${Math.round(database)} | ${times.toFixed(2)} |`,
      );
    }
  }
  for (const { stop } of Object.values(servers)) await stop();
  await publish(
    'row-security',
    `# Row-level security

Written by \`npm run bench:row-security -- --write\` ${measuredOn}. Reads of a citizen with groups and ten decisions, of
${population.citizens.toLocaleString('en')} citizens, by callers with tokens of a municipality, from two servers beside each other: one with \`ROW_SECURITY=on\`,
one without. Server, PostgreSQL and load share the machine. Each figure is the middle one of ${rounds} rounds of ${seconds} s, in which
the two take turns; the last column is the processor time of server and PostgreSQL for an answer, as a multiple.

| workload | \`ROW_SECURITY\` | reads/s | p50 ms | p99 ms | µs of the server | µs of PostgreSQL | times the time |
| --- | --- | --: | --: | --: | --: | --: | --: |
${rows.join('\n')}
`,
  );
} finally {
  await postgres.stop();
  await issuer.end();
  await rm(dataDir, { recursive: true });
}
