import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { DatabaseParts } from '../src/storage/address.ts';
import { quantile, type Run } from './load.ts';

const script = fileURLToPath(new URL('pgbench.sql', import.meta.url));

/** PostgreSQL's own benchmark program with the same transaction, statement by statement: below GraphQL, the limit. */
export async function pgbench(
  { host, port, username, database }: DatabaseParts,
  citizens: number,
  connections: number,
  seconds: number,
): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'dfdg-pgbench-'));
  const { stdout } = await promisify(execFile)(
    'pgbench',
    [
      ...['-h', host, '-p', String(port), '-U', username, '-n', '-M', 'prepared', '-f', script],
      ...['-c', String(connections), '-T', String(seconds), '-D', `citizens=${citizens}`, '-l', database],
    ],
    { cwd: folder },
  );
  const [log = ''] = await readdir(folder);
  const latencies = (await readFile(join(folder, log), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => Number(line.split(' ')[2]) / 1_000)
    .sort((a, b) => a - b);
  await rm(folder, { recursive: true });
  return {
    perSecond: Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
}
