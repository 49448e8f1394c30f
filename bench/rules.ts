import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../src/embedded/postgres.ts';
import { decide } from '../src/rules/decide.ts';
import { decisionKinds, type Decision } from '../src/rules/decision.ts';
import { evolve } from '../src/rules/evolve.ts';
import { unknownCitizen, type CitizenState } from '../src/rules/state.ts';
import { connect } from '../src/storage/address.ts';
import { migrate } from '../src/storage/migrate.ts';
import { measuredOn, publish } from './document.ts';
import { keyVariables } from './keys.ts';
import { seed } from './seed.ts';

// `npm run bench:rules [-- --write]`: the rules alone, and folding a log of a million decisions.

const groups = [2, 7, 11];

/** A decision of any kind on one of three cases and three groups. */
function anyDecision(): Decision {
  const any = <Item>(items: readonly Item[]) => items[Math.floor(Math.random() * items.length)] as Item;
  const kind = any(decisionKinds);
  return {
    kyId: any(['A', 'B', 'C']),
    kind,
    contactGroup: kind === 'GRANTED' || Math.random() < 0.5 ? any(groups) : null,
    startDate: any(['2026-01-01', '2026-02-01', '2026-12-01']),
    endDate: null,
  };
}

/** Decisions per second of one core: each on the state that the ten before it have left. */
function rulesPerSecond(): number {
  const decisions = Array.from({ length: 100_000 }, anyDecision);
  let best = 0;
  for (let round = 0; round < 10; round += 1) {
    const started = performance.now();
    let state: CitizenState = unknownCitizen;
    decisions.forEach((decision, index) => {
      if (index % 10 === 0) state = unknownCitizen;
      state = evolve(state, decision, decide(state, decision, '2026-06-01'));
    });
    best = Math.max(best, (decisions.length * 1_000) / (performance.now() - started));
  }
  return best;
}

/** How long `dfdg verify` takes for a log, and how much memory at most. */
async function verify(databaseUrl: string) {
  const started = performance.now();
  const child = spawn(process.execPath, ['dist/cli/main.js', 'verify'], {
    env: { ...process.env, DATABASE_URL: databaseUrl, ...keyVariables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += String(chunk)));
  const ended = once(child, 'exit');
  let mebibytes = 0;
  while (child.exitCode === null) {
    const status = await readFile(`/proc/${child.pid ?? 0}/status`, 'utf8').catch(() => '');
    mebibytes = Math.max(mebibytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    await Promise.race([ended, delay(200)]);
  }
  if (child.exitCode !== 0) throw new Error(said);
  return { seconds: (performance.now() - started) / 1_000, mebibytes };
}

const perSecond = rulesPerSecond();
const dataDir = await mkdtemp(join(tmpdir(), 'dfdg-rules-'));
const postgres = await startEmbeddedPostgres({ dataDir });
try {
  await migrate(postgres.connection);
  const sql = connect(postgres.connection, { max: 1 });
  await seed(sql, { citizens: 550_000, readable: 50_000 });
  await sql.end();
  const { seconds, mebibytes } = await verify(postgres.url);
  await publish(
    'rules',
    `# The rules alone

Written by \`npm run bench:rules -- --write\` ${measuredOn}.

- The pure engine, \`decide\` and \`evolve\`: ${Math.round(perSecond).toLocaleString('en')} decisions per second of one core, on histories of ten random decisions.
- \`dfdg verify\` folds a log of 1,000,000 decisions on 550,000 citizens and compares it with what is stored: ${seconds.toFixed(0)} s, with
  at most ${mebibytes.toFixed(0)} MiB of memory.
`,
  );
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true });
}
