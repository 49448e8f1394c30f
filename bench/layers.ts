import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../src/embedded/postgres.ts';
import { connect } from '../src/storage/address.ts';
import { migrate } from '../src/storage/migrate.ts';
import { mortal } from '../test/mortal.ts';
import { announced, type Announced } from './announced.ts';
import { measuredOn, publish } from './document.ts';
import { keyVariables } from './keys.ts';
import { load, type Run } from './load.ts';
import { oursOf, postgraphilesOf } from './operations.ts';
import { startPostgraphile } from './postgraphile.ts';
import { processorTime } from './processorTime.ts';
import { median } from './report.ts';
import { seed } from './seed.ts';
import { nodeOptions, startServer } from './server.ts';

// `npm run bench:layers [-- --write]`: what each layer of the server costs a read.

/** What lies between a client and the compiled operation, each with those before it. */
const layers = ['Node.js', 'Fastify', 'Apollo Server'] as const;

/** One of them. */
export type Layer = (typeof layers)[number];

interface Cost extends Run {
  /** Processor time of the server in microseconds for each answer. */
  readonly server: number;
}

const rounds = 5;
const seconds = 4;
const population = { citizens: 200_000, readable: 50_000 };
const isGood = (body: string) => body.includes('"sequence":10') && !body.includes('"errors"');

function startLayer(layer: Layer, address: string): Promise<Announced> {
  const options = [...mortal, '--import', 'tsx', ...nodeOptions];
  const server = spawn(process.execPath, [...options, 'bench/layerServer.ts', layer, address], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return announced(server);
}

const dataDir = await mkdtemp(join(tmpdir(), 'dfdg-layers-'));
const settings = { max_connections: '250', shared_buffers: '2GB' };
const postgres = await startEmbeddedPostgres({ dataDir, settings });
try {
  await migrate(postgres.connection);
  const sql = connect(postgres.connection, { max: 1 });
  await seed(sql, population);
  await sql.end();
  const ours = oursOf(population).read;
  const servers = [
    ...(await Promise.all(
      layers.map(async (name) => ({ name, read: ours, ...(await startLayer(name, postgres.url)) })),
    )),
    {
      name: 'the whole server',
      read: ours,
      ...(await startServer({ DATABASE_URL: postgres.url, ...keyVariables })),
    },
    {
      name: 'PostGraphile 5',
      read: postgraphilesOf(population).read,
      ...(await startPostgraphile(postgres.url)),
    },
  ];
  const costs = servers.map((): Cost[] => []);
  // The first round only warms up.
  for (let round = 0; round <= rounds; round += 1)
    for (const [index, { url, pid, read }] of servers.entries()) {
      const before = await processorTime(pid);
      const run = await load(url, 32, seconds, read, isGood);
      const server = ((await processorTime(pid)) - before) / (run.perSecond * seconds);
      if (round > 0) costs[index]?.push({ ...run, server });
    }
  const found = costs.map(median);
  const peer = found.at(-1)?.perSecond ?? NaN;
  const rows = found.map(
    ({ perSecond, p50, p99, server }, index) =>
      `| ${servers[index]?.name ?? ''} | ${Math.round(perSecond).toLocaleString('en')} | ${p50.toFixed(1)} | ${p99.toFixed(1)} | ${Math.round(server)} | ${(perSecond / peer).toFixed(2)} |`,
  );
  await publish(
    'layers',
    `# What each layer costs a read

Written by \`npm run bench:layers -- --write\` ${measuredOn}. Reads of a citizen with groups and ten decisions, of
${population.citizens.toLocaleString('en')} citizens, over 32 connections, from servers beside each other that answer by the same compiled operation and the
same statements, each with one layer more (bench/layerServer.ts). The whole server also knows who is calling, limits, measures,
and logs accesses. Servers, PostgreSQL and load share the machine. Each figure is the middle one of ${rounds} rounds of ${seconds} s, in
which they take turns.

| | reads/s | p50 ms | p99 ms | µs of the server | times PostGraphile |
| --- | --: | --: | --: | --: | --: |
${rows.join('\n')}
`,
  );
  for (const server of servers) await server.stop();
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true });
}
