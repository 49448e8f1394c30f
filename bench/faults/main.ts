import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { connect } from '../../src/storage/address.ts';
import { verify } from '../../src/verify/verify.ts';
import { writePart } from '../../test/chaos/proof.ts';
import { openSmallDisk } from '../../test/smallDisk.ts';
import { openProxy } from '../../test/storage/proxy.ts';
import { measuredOn } from '../document.ts';
import { keyVariables } from '../keys.ts';
import { startServer } from '../server.ts';
import { startClients, type Call } from './clients.ts';
import { faults, fullDisk, type Fault } from './faults.ts';

// Makes one fault of the database after the other under a steady load, and exits with 1 where the server does not bear
// it as promised: `npm run faults [-- --write]`, a minute and a half.

/**
 * What is promised: milliseconds of the slowest answer, beside what this machine makes calls wait for in peace, and the
 * share of the former rate within five seconds.
 */
const promised = { slowest: 2_500, share: 0.6 };

/** Milliseconds: of a state that is not an event, and over which rates are taken. */
const lasting = 3_000;
const measured = 2_000;
const healsWithin = 5_000;

const slowestOf = (calls: readonly Call[]) => Math.max(...calls.map(({ took }) => took));

const broken: string[] = [];
const rows: string[] = [];

/** Lets clients loose on a server and makes these faults in turn; then checks what is stored. */
async function makeAll(
  all: Readonly<Record<string, Fault>>,
  dataDir: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const postgres = await startEmbeddedPostgres({ dataDir, settings });
  const { host, port, database, username } = postgres.connection;
  const proxy = await openProxy(`${host}/.s.PGSQL.${port}`, database, username);
  const admin = connect(postgres.connection, { max: 1 });
  const server = await startServer({ DATABASE_URL: proxy.url, LOG_LEVEL: 'info', ...keyVariables });
  const clients = startClients(server.url);
  const { calls } = clients;
  const since = (from: number, to = performance.now()) => calls.filter(({ at }) => at > from && at <= to);
  const storedIn = (some: readonly Call[]) => some.filter(({ kind }) => kind === 'stored');
  await delay(lasting);
  for (const [name, make] of Object.entries(all)) {
    await delay(measured);
    const began = performance.now();
    const calm = since(began - measured);
    const before = storedIn(calm).length;
    const firstUnavailable = async () => {
      while (!since(began).some(({ kind }) => kind === 'UNAVAILABLE')) await delay(10);
    };
    await make({ postgres, proxy, admin, lasting, firstUnavailable });
    const healed = performance.now();
    await delay(healsWithin);
    const windows = Array.from(
      { length: 1 + (healsWithin - measured) / 500 },
      (_, index) => healed + index * 500,
    );
    const after = Math.max(...windows.map((from) => storedIn(since(from, from + measured)).length));
    const firstStored = (storedIn(since(healed))[0]?.at ?? NaN) - healed;
    const during = since(began);
    const [slowestBefore, slowest] = [slowestOf(calm), slowestOf(during)];
    const others = during.filter(({ kind }) => kind === 'other');
    const unavailable = during.filter(({ kind }) => kind === 'UNAVAILABLE').length;
    const share = after / before;
    const perSecond = (count: number) => Math.round(count / (measured / 1_000));
    const cells = [
      name,
      perSecond(before),
      Math.round(slowestBefore),
      unavailable,
      Math.round(slowest),
      others.length,
      Math.round(firstStored),
      `${Math.round(share * 100)} %`,
    ];
    rows.push(`| ${cells.join(' | ')} |`);
    console.log(rows.at(-1));
    if (slowest > promised.slowest + slowestBefore)
      broken.push(`${name}: an answer took ${Math.round(slowest)} ms, more than ${promised.slowest}`);
    if (others.length > 0)
      broken.push(`${name}: ${others.length} errors that are not UNAVAILABLE, as ${others[0]?.body ?? ''}`);
    if (!(share >= promised.share))
      broken.push(`${name}: the rate came back to ${Math.round(share * 100)} % only`);
  }
  const stored = await clients.stop();
  const [{ count } = { count: NaN }] = await admin<{ count: number }[]>`select count(*)::int from decision`;
  const { differences } = await verify(admin);
  if (count !== stored) broken.push(`${count} decisions are stored, ${stored} were acknowledged`);
  if (differences.length > 0) broken.push(`${differences.length} differences to the fold of the log`);
  await server.stop();
  await admin.end();
  proxy.close();
  await postgres.stop('immediate');
}

const dataDir = await mkdtemp(join(tmpdir(), 'dfdg-faults-'));
await makeAll(faults, dataDir, {});
await rm(dataDir, { recursive: true });
const disk = openSmallDisk();
if (disk) {
  await makeAll({ 'disk full': fullDisk(disk) }, disk.folder, {
    shared_buffers: '16MB',
    max_wal_size: '64MB',
  });
  disk.remove();
} else console.log('No full disk: only root can mount a small one.');

const part = [
  `Written by \`npm run faults -- --write\` ${measuredOn}; server, PostgreSQL and 32 clients on the same machine.`,
  '',
  '| fault | decisions/s before | slowest answer before, ms | UNAVAILABLE | slowest answer, ms | other errors | first decision after healing, ms | rate within 5 s of it |',
  '| --- | --: | --: | --: | --: | --: | --: | --: |',
  ...rows,
];
console.log(part.join('\n'));
for (const one of broken) console.log(`BROKEN: ${one}`);
if (process.argv.includes('--write') && broken.length === 0) await writePart('faults', part);
process.exitCode = broken.length === 0 ? 0 : 1;
