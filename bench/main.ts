import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../src/embedded/postgres.ts';
import { connect } from '../src/storage/address.ts';
import { migrate } from '../src/storage/migrate.ts';
import { bareStatement } from './bareStatement.ts';
import { startContestants, type Contestant } from './contestants.ts';
import { measuredOn, publish } from './document.ts';
import type { Run } from './load.ts';
import { many } from './operations.ts';
import { median, ratio, tableOf, type Measured } from './report.ts';
import { seed } from './seed.ts';

// `npm run bench`: the subgraph beside PostGraphile 5 and pgbench, in turn, on one embedded PostgreSQL with its default
// durability. `--quick` takes under a minute and prints JSON; `--write` writes docs/performance/comparison.md.

const isQuick = process.argv.includes('--quick');
const profile = isQuick
  ? { citizens: 50_000, readable: 10_000, connections: [32], unmeasured: 0, rounds: 3, seconds: 2 }
  : { citizens: 500_000, readable: 50_000, connections: [1, 32, 128], unmeasured: 1, rounds: 3, seconds: 4 };

const say = (line: string) => {
  if (!isQuick) console.log(line);
};

/**
 * Runs a workload by each contestant in turn, so often, and takes the middle of each. What is compiled for one number of
 * connections is slow with another at first: so a round is not measured.
 */
async function inTurn(
  workload: string,
  contestants: readonly Contestant[],
  runOf: (contestant: Contestant) => Promise<Run>,
): Promise<Measured> {
  const runs = contestants.map((): Run[] => []);
  for (let round = -profile.unmeasured; round < profile.rounds; round += 1)
    for (const [index, contestant] of contestants.entries()) {
      const run = await runOf(contestant);
      if (round >= 0) runs[index]?.push(run);
    }
  const measured = {
    workload,
    runs: contestants.map(({ name }, index) => ({ name, run: median(runs[index] ?? []) })),
  };
  say(tableOf([measured]));
  return measured;
}

const dataDir = await mkdtemp(join(tmpdir(), 'dfdg-bench-'));
// pgbench takes a connection for each client; and the citizens have room in memory, as they would on a server.
const settings = { max_connections: '250', shared_buffers: '2GB' };
const postgres = await startEmbeddedPostgres({ dataDir, settings });
try {
  await migrate(postgres.connection);
  const sql = connect(postgres.connection, { max: 1 });
  say(`Filling in ${profile.citizens.toLocaleString('en')} citizens …`);
  await seed(sql, profile);
  await sql.end();
  const contestants = await startContestants(postgres, profile);
  const [ours, peer] = contestants;

  // Until everything is compiled and planned.
  for (const { submit, read } of contestants) {
    await submit(32, profile.seconds);
    await read?.(32, profile.seconds);
  }
  const submits: Measured[] = [];
  let bare = NaN;
  for (const connections of profile.connections) {
    submits.push(
      await inTurn(`submitDecision, ${connections} connections`, contestants, ({ submit }) =>
        submit(connections, profile.seconds),
      ),
    );
    if (connections === 1) bare = await bareStatement(postgres.connection, profile);
  }
  const read = await inTurn('citizen, 32 connections', [ours, peer], async (contestant) => {
    if (!contestant.read) throw new Error(`${contestant.name} reads nothing.`);
    return contestant.read(32, profile.seconds);
  });

  if (isQuick) {
    const [submit] = submits as [Measured];
    const two = (n: number) => Math.round(n * 100) / 100;
    console.log(
      JSON.stringify({
        submit: { vsPostgraphile: two(ratio(submit, 1)), vsPgbench: two(ratio(submit, 2)) },
        read: { vsPostgraphile: two(ratio(read, 1)) },
      }),
    );
  } else {
    const calls = await ours.submitMany(4, profile.seconds * 2);
    const alone = submits[0]?.runs[0]?.run.p50 ?? NaN;
    const text = `# Beside PostGraphile and pgbench

Written by \`npm run bench -- --write\` ${measuredOn}. Servers, PostgreSQL 18 with its
default durability and ${settings.shared_buffers} of shared buffers, and the load generator share the machine, so read ratios, not rates. Each figure is the median of
${profile.rounds} runs of ${profile.seconds} s, taken in turn after a round that is not measured. ${profile.citizens.toLocaleString('en')} citizens, of whom ${profile.readable.toLocaleString('en')} have ten decisions, the others one.

Every decision closes a contact group and opens another. PostGraphile runs it as a PL/pgSQL function
(bench/postgraphile/peer.sql), pgbench as a transaction of single statements (bench/pgbench.sql); both know only the two
rows of the decision table that the load needs, take no order lock and tell nobody, and find citizens without a CPR number.

${tableOf([...submits, read])}

- \`submitDecisions\` with ${many} decisions each, 4 connections: ${Math.round(calls.perSecond * many).toLocaleString('en')} decisions per second.
- One decision on an idle server takes ${alone.toFixed(2)} ms over HTTP; the bare statement that writes it ${bare.toFixed(2)} ms: ${(alone / bare).toFixed(2)} times.
- From commit to subscriber: [changes.md](changes.md).
`;
    await publish('comparison', text);
  }
  for (const { stop } of contestants) await stop();
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true });
}
