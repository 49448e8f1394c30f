import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accessLogLimits, createAccessLog } from '../../src/access/accessLog.ts';
import type { Log } from '../../src/logging/log.ts';
import type { AccessRow } from '../../src/storage/accessLog.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { openProxy, type Proxy } from '../storage/proxy.ts';

let database: TestDatabase;
let proxy: Proxy;
beforeAll(async () => {
  database = await createTestDatabase();
  const { host, port, database: name, username } = database.address;
  proxy = await openProxy(`${host}/.s.PGSQL.${port}`, name, username);
});
afterAll(async () => {
  proxy.close();
  await database.drop();
});

const lines: (readonly [level: string, fields: object])[] = [];
beforeEach(() => lines.splice(0));
const log: Log = {
  error: (fields) => lines.push(['error', fields]),
  warn: (fields) => lines.push(['warn', fields]),
  info: (fields) => lines.push(['info', fields]),
};

const row = (subject: string, requestId: string | null): AccessRow => ({
  at: '2026-11-24T10:00:00.123Z',
  citizenId: '019ab000-0000-7000-8000-000000000001',
  subject,
  municipalities: null,
  operation: 'Query.citizen',
  kind: 'READ',
  outcome: 'ANSWERED',
  requestId,
});

async function countOf(subject: string): Promise<number> {
  const [found] = await database.sql<[{ count: number }]>`
    select count(*)::int as count from access_log where subject = ${subject}`;
  return found.count;
}

describe('the access log', () => {
  it('is written by itself, some rows at a time', async () => {
    const accessLog = createAccessLog(database.address, log, { ...accessLogLimits, batchSize: 10 });
    for (let call = 0; call < 35; call += 1) accessLog.add(row('by itself', String(call)));
    await expect.poll(() => countOf('by itself')).toBe(35);
    expect(accessLog.state).toEqual({ waiting: 0, lost: 0 });
    await accessLog.close();
    expect(lines).toEqual([]);
  });

  it('is written to the end when it is closed', async () => {
    const accessLog = createAccessLog(database.address, log);
    for (let call = 0; call < 2_500; call += 1) accessLog.add(row('at the end', String(call)));
    await accessLog.close();
    expect(await countOf('at the end')).toBe(2_500);
  });

  it('has one row of what is told to one caller of one citizen within a second', async () => {
    const accessLog = createAccessLog(database.address, log);
    for (let socket = 0; socket < 100; socket += 1) accessLog.add(row('told', null));
    accessLog.add({ ...row('told', null), at: '2026-11-24T10:00:01.123Z' });
    await accessLog.close();
    expect(await countOf('told')).toBe(2);
  });

  it('keeps so many rows while the database is away, counts the others, and says so', async () => {
    const limits = { ...accessLogLimits, mostWaiting: 100, answerWithin: 300, pauseAfterFault: 100 };
    const accessLog = createAccessLog(proxy.url, log, limits);
    proxy.freeze();
    for (let call = 0; call < 130; call += 1) accessLog.add(row('away', String(call)));
    expect(accessLog.state).toEqual({ waiting: 100, lost: 30 });
    await expect.poll(() => lines.length, { timeout: 5_000 }).toBeGreaterThan(1);
    expect(lines[0]).toMatchObject(['error', { code: expect.any(String) as string, waiting: 100, lost: 30 }]);
    expect(JSON.stringify(lines)).not.toContain('019ab000');
    proxy.heal();
    await expect.poll(() => countOf('away'), { timeout: 5_000 }).toBe(100);
    expect(lines.at(-1)).toEqual(['info', { lost: 30 }]);
    await accessLog.close();
  });

  it('closes in time without a database', async () => {
    const limits = { ...accessLogLimits, answerWithin: 300 };
    const accessLog = createAccessLog(proxy.url, log, limits);
    proxy.freeze();
    accessLog.add(row('lost', '1'));
    const begun = performance.now();
    await accessLog.close();
    proxy.heal();
    expect(performance.now() - begun).toBeLessThan(2_500);
    expect(lines.at(-1)).toEqual(['error', { lost: 1 }]);
  });
});
