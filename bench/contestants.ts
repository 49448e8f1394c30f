import { spawnSync } from 'node:child_process';
import type { EmbeddedPostgres } from '../src/embedded/postgres.ts';
import { keyVariables } from './keys.ts';
import { load, type Run } from './load.ts';
import { oursOf, postgraphilesOf, type Operations } from './operations.ts';
import { pgbench } from './pgbench.ts';
import { startPostgraphile } from './postgraphile.ts';
import { rawLoop } from './rawLoop.ts';
import type { Population } from './seed.ts';
import { startServer } from './server.ts';

/** Something that takes in decisions, and may be asked about citizens. */
export interface Contestant {
  readonly name: string;
  readonly submit: (connections: number, seconds: number) => Promise<Run>;
  /** Null for what reads nothing. */
  readonly read: ((connections: number, seconds: number) => Promise<Run>) | null;
  readonly stop: () => Promise<void>;
}

/** The subgraph, which takes many decisions at once as well. */
export interface Ours extends Contestant {
  readonly submitMany: (connections: number, seconds: number) => Promise<Run>;
}

/** Ours, the peer that a user would pick, and the limit: all on one PostgreSQL and the same tables. */
export async function startContestants(
  postgres: EmbeddedPostgres,
  population: Population,
): Promise<readonly [ours: Ours, postgraphile: Contestant, sql: Contestant]> {
  const ours = await startServer({ DATABASE_URL: postgres.url, ...keyVariables });
  const peer = await startPostgraphile(postgres.url);
  const hasPgbench = spawnSync('pgbench', ['--version']).status === 0;
  const loop = hasPgbench ? pgbench : rawLoop;
  const operations = oursOf(population);
  return [
    {
      ...overHttp('dfdg-subgraph', ours, operations),
      submitMany: (connections, seconds) =>
        load(ours.url, connections, seconds, operations.submitMany, isGood),
    },
    overHttp('PostGraphile 5', peer, postgraphilesOf(population)),
    {
      name: hasPgbench ? 'pgbench' : 'postgres.js, in place of pgbench',
      submit: (connections, seconds) => loop(postgres.connection, population.citizens, connections, seconds),
      read: null,
      stop: () => Promise.resolve(),
    },
  ];
}

const isGood = (body: string) => !body.includes('"errors"') && !body.includes('"userErrors":[{');

function overHttp(
  name: string,
  { url, stop }: { readonly url: string; readonly stop: () => Promise<void> },
  { submit, read }: Operations,
): Contestant {
  return {
    name,
    submit: (connections, seconds) => load(url, connections, seconds, submit, isGood),
    read: (connections, seconds) => load(url, connections, seconds, read, isGood),
    stop,
  };
}
