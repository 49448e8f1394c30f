import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { callerOf, everyRead, populate, type Read } from './everyRead.ts';
import { createSubgraph, type Answer, type Subgraph } from './subgraph.ts';

let database: TestDatabase;
let subgraph: Subgraph;
let reads: Record<string, Read>;

beforeAll(async () => {
  database = await createTestDatabase();
  subgraph = await createSubgraph(database.address);
  await populate(subgraph, database.sql);
  await database.sql.unsafe(await readFile('test/graphql/sight.sql', 'utf8'));
  reads = await everyRead(subgraph);
});
afterAll(async () => {
  await subgraph.close();
  await database.drop();
});

/** Runs an operation for a caller who sees all, on a database that shows only what belongs to these municipalities. */
async function runWalled(
  codes: readonly string[],
  { sight, query, variables }: Read,
): Promise<Answer<unknown>> {
  const login = `${sight}_${codes.join('_')}_${database.address.database}`;
  await database.sql.unsafe(`create role ${login} login in role dfdg_server;
    alter role ${login} set dfdg.municipalities = '${codes.join(',')}'; alter role ${login} set dfdg.sight = '${sight}'`);
  const walled = await createSubgraph({ ...database.address, username: login });
  const answer = await walled.run(query, variables);
  await walled.close();
  await database.sql.unsafe(`drop role ${login}`);
  return answer;
}

describe.each([[['101']], [['147', '751']], [['999']]])('a caller of %s', (codes) => {
  it('is answered what the database itself would let it see', async () => {
    for (const [name, read] of Object.entries(reads)) {
      // Of another municipality's log nothing is told, even what is heard of it by one's own.
      const [, code] = /^the log of (\d{3})$/.exec(name) ?? [];
      if (code !== undefined && !codes.includes(code)) continue;
      const answer = await subgraph.run(read.query, read.variables, callerOf(codes));
      expect({ name, ...answer }).toEqual({ name, ...(await runWalled(codes, read)) });
    }
  });

  it('would be answered something else by any read that forgot to ask whose it is', async () => {
    const kinds = Object.entries(reads).filter(([name]) => !/\d$/.test(name));
    for (const [name, read] of kinds) {
      const unfiltered = await subgraph.run(read.query, read.variables);
      expect({ name, ...unfiltered }).not.toEqual({ name, ...(await runWalled(codes, read)) });
    }
  });
});
