import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCommands } from '../../src/commands/commands.ts';
import { trustedCaller } from '../../src/auth/caller.ts';
import { silentLog } from '../../src/logging/log.ts';
import { readConfig } from '../../src/server/config.ts';
import { connect, urlOf } from '../../src/storage/address.ts';
import { createCprCipher, type CprCipher, type CprKeys } from '../../src/storage/cprCipher.ts';
import { checkKeys } from '../../src/storage/cprKeyCheck.ts';
import { rotate } from '../../src/storage/cprRotation.ts';
import { createReads } from '../../src/storage/reads.ts';
import { madeUpCpr, submission } from '../commands/submission.ts';
import { citizenIdOf, cprEnvironment, cprKeys } from '../cprKeys.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { createSubgraph } from '../graphql/subgraph.ts';
import { dfdg } from './run.ts';

const count = 1_201;
const numbers = Array.from({ length: count }, (_, index) => madeUpCpr(index));
let database: TestDatabase;
let env: Record<string, string>;

const commandsWith = (keys: CprKeys) =>
  createCommands({ address: database.address, cprKeys: keys, clock: () => new Date(), log: silentLog });
const text = (fill: string) => Buffer.alloc(32, fill).toString('base64');
const keysOf = (environment: Record<string, string>) => readConfig(environment).cprKeys!;

/** All numbers are found and read by the keys. */
async function expectAllThere(keys: CprKeys): Promise<void> {
  const reads = createReads(database.address, keys);
  const ids = (await reads.citizenIds(numbers)) as string[];
  expect(await reads.cprs(ids)).toEqual(numbers);
  await reads.close();
}

beforeAll(async () => {
  database = await createTestDatabase();
  env = { ...cprEnvironment, DATABASE_URL: urlOf(database.address) };
  const commands = commandsWith(cprKeys);
  for (let at = 0; at < count; at += 200)
    await Promise.all(numbers.slice(at, at + 200).map((cpr) => commands.submitDecision(submission({ cpr }))));
  await commands.close();
  await checkKeys(database.sql, createCprCipher(cprKeys));
});
afterAll(() => database.drop());

it('rotate goes on where it was broken off, and then nothing is encrypted by the older key', async () => {
  const rotated = { ...env, CPR_ENCRYPTION_KEYS: `new:${text('new')},${cprEnvironment.CPR_ENCRYPTION_KEYS}` };
  const cipher: CprCipher = createCprCipher(keysOf(rotated));
  await expect(
    rotate(database.sql, cipher, 'encrypted by older keys', () => {
      throw new Error('stopped');
    }),
  ).rejects.toThrow('stopped');
  await expectAllThere(keysOf(rotated));

  const { status, out } = await dfdg(['cpr', 'rotate'], rotated);
  expect([status, out]).toEqual([0, '701 CPR numbers are under the new keys; new has encrypted all.\n']);
  expect((await dfdg(['cpr', 'rotate'], rotated)).out).toMatch(/^0 CPR numbers/);
  await expectAllThere(keysOf({ ...env, CPR_ENCRYPTION_KEYS: `new:${text('new')}` }));

  const back = await dfdg(['cpr', 'rotate'], { ...env, CPR_ENCRYPTION_KEYS: `last:${text('last')}` });
  expect(back).toMatchObject({
    status: 2,
    err: expect.stringContaining('must have the key new too') as string,
  });
  env = { ...env, CPR_ENCRYPTION_KEYS: `new:${text('new')}` };
});

it('a new hash key wants to be meant, and all servers stopped; broken off, no server starts', async () => {
  const rehashed = { ...env, CPR_HASH_KEY: text('other') };
  const cipher = createCprCipher(keysOf(rehashed));
  expect((await dfdg(['cpr', 'rotate'], rehashed)).err).toContain('add --new-hash-key');
  expect((await dfdg(['cpr', 'rotate', '--new-hash-key'], env)).err).toContain('leave --new-hash-key out');

  const server = commandsWith(keysOf(env));
  await server.submitDecision(submission({ cpr: numbers[0]! }));
  expect((await dfdg(['cpr', 'rotate', '--new-hash-key'], rehashed)).err).toContain('Servers are connected');
  await server.close();
  await expect
    .poll(
      async () =>
        (
          await database.sql`
    select 1 from pg_stat_activity where datname = current_database() and application_name = 'dfdg-commands'`
        ).length,
    )
    .toBe(0);

  await database.sql`update cpr_hash_key set complete = false, fingerprint = decode(${cipher.fingerprint}, 'hex')`;
  await expect(checkKeys(database.sql, cipher)).rejects.toThrow('broken off');
  expect(await dfdg(['cpr', 'rotate', '--new-hash-key'], rehashed)).toMatchObject({ status: 0 });
  await checkKeys(database.sql, cipher);
  await expect(checkKeys(database.sql, createCprCipher(keysOf(env)))).rejects.toThrow('CPR_HASH_KEY');
  await expectAllThere(keysOf(rehashed));

  expect(
    await dfdg(['cpr', 'rotate', '--new-hash-key'], { ...env, CPR_HASH_KEY: cprEnvironment.CPR_HASH_KEY }),
  ).toMatchObject({ status: 0 });
  expect(
    await dfdg(['cpr', 'rotate'], {
      ...env,
      CPR_ENCRYPTION_KEYS: `${cprEnvironment.CPR_ENCRYPTION_KEYS},new:${text('new')}`,
    }),
  ).toMatchObject({ status: 0 });
  await expectAllThere(cprKeys);
});

it('erase forgets the number and leaves the ledger; the same number is then another citizen', async () => {
  const cpr = numbers[7]!;
  const id = (await citizenIdOf(database.sql, cpr))!;
  const erase = ['cpr', 'erase', '--citizen', id];
  const as = { ...env, ...cprEnvironment };
  expect((await dfdg(erase, as)).status).toBe(0);
  expect((await dfdg(erase, as)).status).toBe(1);
  expect((await dfdg(['cpr', 'erase', '--citizen', cpr], as)).err).not.toContain(cpr);

  const subgraph = await createSubgraph(database.address);
  const run = (query: string) =>
    subgraph.run<Record<string, unknown>>(query, { id, cpr }, trustedCaller('test'));
  const stays = await run(
    'query ($id: ID!) { citizen(by: { id: $id }) { contactGroups { type { code } } } }',
  );
  expect(stays.data).toEqual({ citizen: { contactGroups: [{ type: { code: 2 } }] } });
  const erased = await run('query ($id: ID!) { citizen(by: { id: $id }) { id cpr } }');
  expect(erased.errors[0]).toMatchObject({
    message: 'The CPR number of this citizen has been erased.',
    extensions: { code: 'FORBIDDEN' },
  });
  expect((await run('query ($cpr: String!) { citizen(by: { cpr: $cpr }) { id } }')).data).toEqual({
    citizen: null,
  });
  await subgraph.close();

  const commands = commandsWith(cprKeys);
  expect(await commands.submitDecision(submission({ cpr }))).toMatchObject({
    stored: { decision: { sequence: 1 } },
  });
  await commands.close();
  expect(await citizenIdOf(database.sql, cpr)).not.toBe(id);
});

it('erase leaves a decision that is just being stored to the erased citizen, and no number comes back', async () => {
  const cpr = numbers[8]!;
  const id = (await citizenIdOf(database.sql, cpr))!;
  const commands = commandsWith(cprKeys);
  const holder = connect(database.address, { max: 1 });
  await holder.unsafe('begin');
  await holder`select from citizen where id = ${id} for update`;
  const inFlight = submission({ cpr, kyId: 'B', contactGroup: 11 });
  const answer = commands.submitDecision(inFlight);
  await expect
    .poll(
      () =>
        database.sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    .toHaveLength(1);
  expect((await dfdg(['cpr', 'erase', '--citizen', id], { ...env, ...cprEnvironment })).status).toBe(0);
  await holder.unsafe('commit');
  await holder.end();
  expect(await answer).toMatchObject({
    kind: 'stored',
    stored: { decision: { citizenId: id, sequence: 2 } },
  });
  expect(await citizenIdOf(database.sql, cpr)).toBeNull();
  // Whose it was is not known any more, so it is no repeat.
  expect(await commands.submitDecision(inFlight)).toMatchObject({
    kind: 'refused',
    userErrors: [{ code: 'MESSAGE_ID_REUSED' }],
  });
  expect(await commands.submitDecision(submission({ cpr }))).toMatchObject({
    kind: 'stored',
    stored: { decision: { sequence: 1 } },
  });
  await commands.close();
});
