import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../src/embedded/postgres.ts';
import { connect } from '../src/storage/address.ts';
import { migrate } from '../src/storage/migrate.ts';
import { measuredOn, publish } from './document.ts';
import { keyVariables } from './keys.ts';
import { load } from './load.ts';
import { oursOf } from './operations.ts';
import { processorTime } from './processorTime.ts';
import { seed } from './seed.ts';
import { startServer } from './server.ts';

// `npm run bench:instances [-- --write]`: one, two and four instances on one PostgreSQL, under the same load altogether.

const population = { citizens: 200_000, readable: 50_000 };
const connections = 64;
const seconds = 6;
const isGood = (body: string) => !body.includes('"errors"') && !body.includes('"userErrors":[{');

const dataDir = await mkdtemp(join(tmpdir(), 'dfdg-instances-'));
const postgres = await startEmbeddedPostgres({ dataDir });
const rows: string[] = [];
try {
  await migrate(postgres.connection);
  const sql = connect(postgres.connection, { max: 1 });
  await seed(sql, population);
  await sql.end();
  const { submit, read } = oursOf(population);
  for (const count of [1, 2, 4]) {
    const servers = await Promise.all(
      Array.from({ length: count }, () => startServer({ DATABASE_URL: postgres.url, ...keyVariables })),
    );
    const cells = [String(count)];
    for (const next of [submit, read]) {
      const all = (time: number) =>
        Promise.all(servers.map(({ url }) => load(url, connections / count, time, next, isGood)));
      await all(2);
      const instancesBefore = await Promise.all(servers.map(({ pid }) => processorTime(pid)));
      const databaseBefore = await processorTime(postgres.pid);
      const runs = await all(seconds);
      const answers = runs.reduce((sum, { perSecond }) => sum + perSecond, 0) * seconds;
      const instancesAfter = await Promise.all(servers.map(({ pid }) => processorTime(pid)));
      const instances = instancesAfter.reduce(
        (sum, time, index) => sum + time - (instancesBefore[index] ?? 0),
        0,
      );
      const database = (await processorTime(postgres.pid)) - databaseBefore;
      cells.push(
        Math.round(answers / seconds).toLocaleString('en'),
        String(Math.round(instances / answers)),
        String(Math.round(database / answers)),
      );
    }
    rows.push(`| ${cells.join(' | ')} |`);
    for (const { stop } of servers) await stop();
  }
  await publish(
    'instances',
    `# Several instances

Written by \`npm run bench:instances -- --write\` ${measuredOn}. ${connections} connections altogether,
${population.citizens.toLocaleString('en')} citizens. All instances, PostgreSQL and the load share the machine: more instances cannot be faster here. What tells is the
processor time, in microseconds for each answer: what an instance needs more, since batches are smaller, and what
PostgreSQL needs, which is what all instances share.

| instances | decisions/s | µs of instances | µs of PostgreSQL | reads/s | µs of instances | µs of PostgreSQL |
| --: | --: | --: | --: | --: | --: | --: |
${rows.join('\n')}
`,
  );
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true });
}
