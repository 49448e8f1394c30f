import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommands } from '../../src/commands/commands.ts';
import type { Commands, SubmissionAnswer } from '../../src/commands/submission.ts';
import { connect, type DatabaseClient } from '../../src/storage/address.ts';
import { silentLog } from '../../src/logging/log.ts';
import { createReads, type Reads } from '../../src/storage/reads.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { openProxy, type Proxy } from '../storage/proxy.ts';
import { madeUpCpr, submission } from './submission.ts';
import { cprKeys } from '../cprKeys.ts';

let database: TestDatabase;
let proxy: Proxy;
let commands: Commands;
let reads: Reads;

beforeAll(async () => {
  database = await createTestDatabase();
  const { host, port, database: name, username } = database.address;
  proxy = await openProxy(`${host}/.s.PGSQL.${port}`, name, username);
  commands = createCommands({ address: proxy.url, cprKeys, clock: () => new Date(), log: silentLog });
  reads = createReads(proxy.url, cprKeys);
});

afterAll(async () => {
  await commands.close();
  await reads.close();
  proxy.close();
  await database.drop();
});

let citizen = 0;
const submit = () => commands.submitDecision(submission({ cpr: madeUpCpr((citizen += 1)) }));

async function timed<T>(promise: Promise<T>) {
  const started = performance.now();
  return { answer: await promise, milliseconds: performance.now() - started };
}

const codeOf = (answer: SubmissionAnswer) => (answer.kind === 'failed' ? answer.code : answer.kind);

/** Writes all the time, on many citizens at once, while something happens; gives all answers. */
async function underLoad(happens: () => Promise<unknown>): Promise<{ code: string; milliseconds: number }[]> {
  const over = new AbortController();
  const answers: { code: string; milliseconds: number }[] = [];
  const writers = Array.from({ length: 8 }, async () => {
    while (!over.signal.aborted) {
      const { answer, milliseconds } = await timed(submit());
      answers.push({ code: codeOf(answer), milliseconds });
    }
  });
  await happens();
  over.abort();
  await Promise.all(writers);
  return answers;
}

/** A session that lets nobody read or write the tables, until it ends. */
async function lockAll(): Promise<DatabaseClient> {
  const sql = connect(database.address, { max: 1 });
  await sql.unsafe('begin');
  await sql.unsafe('lock table citizen, decision, contact_group_change in access exclusive mode');
  return sql;
}

describe('when the database fails', () => {
  it('a killed backend in a write is tried again, and every answer is true', async () => {
    const answers = await underLoad(async () => {
      for (let killed = 0; killed < 8;) {
        const { count } = await database.sql`
          select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'dfdg-commands' and datname = current_database() and state = 'active'`;
        if (count > 0) killed += 1;
        await new Promise((resolve) => setTimeout(resolve, count > 0 ? 100 : 1));
      }
    });
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['stored']));
    expect(await database.sql`select 1 from decision`).toHaveLength(answers.length);
  });

  it('a read-only one is UNAVAILABLE in time, and written to again when it may be', async () => {
    const name = database.address.database;
    const readOnly = async (value: 'on' | 'off') => {
      await database.sql.unsafe(`alter database ${name} set default_transaction_read_only = ${value}`);
      await database.sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'dfdg-commands' and datname = current_database()`;
    };
    await readOnly('on');
    const { answer, milliseconds } = await timed(submit());
    expect(codeOf(answer)).toBe('UNAVAILABLE');
    expect(milliseconds).toBeLessThan(2500);
    await database.sql.unsafe(
      `set default_transaction_read_only = off; alter database ${name} set default_transaction_read_only = off`,
    );
    await readOnly('off');
    expect(codeOf(await submit())).toBe('stored');
  });

  it('connections that all wait for the lock of another session are UNAVAILABLE in time, and free again with it', async () => {
    const holder = await lockAll();
    const stuck = await Promise.all(Array.from({ length: 50 }, () => timed(submit())));
    expect(new Set(stuck.map(({ answer }) => codeOf(answer)))).toEqual(new Set(['UNAVAILABLE']));
    expect(Math.max(...stuck.map(({ milliseconds }) => milliseconds))).toBeLessThan(2500);
    await expect(reads.changeHead()).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    await holder.end();
    await expect.poll(async () => codeOf(await submit()), { timeout: 5000 }).toBe('stored');
    expect(await reads.changeHead()).toBeGreaterThan(0);
  });

  it('connections that hang without a word are UNAVAILABLE in time and replaced', async () => {
    expect(codeOf(await submit())).toBe('stored');
    await reads.changeHead();
    proxy.freeze();
    const stuck = await Promise.all(Array.from({ length: 20 }, () => timed(submit())));
    expect(new Set(stuck.map(({ answer }) => codeOf(answer)))).toEqual(new Set(['UNAVAILABLE']));
    await expect(reads.changeHead()).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    proxy.heal();
    const healed = performance.now();
    await expect.poll(async () => codeOf(await submit()), { timeout: 5000 }).toBe('stored');
    await expect
      .poll(
        () =>
          reads.changeHead().then(
            () => 'read',
            () => 'not read',
          ),
        { timeout: 5000 },
      )
      .toBe('read');
    expect(performance.now() - healed).toBeLessThan(5000);
    expect(Math.max(...stuck.map(({ milliseconds }) => milliseconds))).toBeLessThan(2500);
  });

  it('a message whose answer was lost on the way is stored once and is no duplicate of itself', async () => {
    proxy.freeze();
    const one = submission({ cpr: madeUpCpr(9000) });
    const answering = commands.submitDecision(one);
    await new Promise((resolve) => setTimeout(resolve, 200));
    proxy.heal();
    expect(await answering).toMatchObject({ kind: 'stored', duplicate: false });
    expect(await database.sql`select 1 from decision where message_id = ${one.messageId}`).toHaveLength(1);
  });
});
