import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultOf } from '../../src/storage/faults.ts';
import { createReads, type Reads } from '../../src/storage/reads.ts';
import { inTime } from '../../src/storage/renewable.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { cprCipher, cprKeys } from '../cprKeys.ts';

let database: TestDatabase;
let reads: Reads;

const citizenId = '01a20c2f-7c7c-704d-a13f-83ae6591adbd';
const unknown = '01a20c2f-7c7c-704d-a13f-83ae6591adbf';

beforeAll(async () => {
  database = await createTestDatabase();
  reads = createReads(database.address, cprKeys);
  const { sql } = database;
  await sql`insert into citizen (id, version, municipality_code) values (${citizenId}, 1, '101')`;
  const { keyId, bytes } = cprCipher.encrypt(citizenId, '0101901234');
  await sql`
    insert into citizen_cpr (citizen_id, cpr_hash, cpr_key, cpr_encrypted)
    values (${citizenId}, decode(${cprCipher.hash('0101901234')}, 'hex'), ${keyId}, ${bytes})`;
  await sql`
    insert into decision (citizen_id, sequence, message_id, ky_id, kind, contact_group, municipality_code, start_date,
      received_at, today, rule, deviations)
    values (${citizenId}, 1, 'm', 'A', 'STOPPED', null, '101', '0001-01-01', '2022-03-27 01:00:00.5+02', '2022-03-27',
      'nothing-open', '{CLOSED_WITHOUT_STOP,NEGATIVE_WITHOUT_GRANT}')`;
});

afterAll(async () => {
  await reads.close();
  await database.drop();
});

describe('a read by key', () => {
  it('answers each key at its place, repeated and unknown ones too', async () => {
    const record = { id: citizenId, municipalityCode: '101' };
    expect(await reads.citizens([citizenId, unknown, citizenId])).toEqual([record, null, record]);
    expect(await reads.cprs([unknown, citizenId])).toEqual([null, '0101901234']);
    expect(await reads.citizenIds(['0101901234', '3112990000'])).toEqual([citizenId, null]);
  });

  it('gives dates as they are and instants in UTC with milliseconds, wherever it runs', async () => {
    const [decision] = await reads.decisions([{ citizenId, sequence: 1 }]);
    expect(decision).toMatchObject({
      contactGroup: null,
      startDate: '0001-01-01',
      endDate: null,
      receivedAt: '2022-03-26T23:00:00.500Z',
      deviations: ['CLOSED_WITHOUT_STOP', 'NEGATIVE_WITHOUT_GRANT'],
    });
  });
});

describe('a page of the change log', () => {
  it('of a citizen holds no change of another one, whichever municipality is asked for', async () => {
    const other = '01a20c2f-7c7c-704d-a13f-83ae6591adc0';
    const { sql } = database;
    await sql`insert into citizen (id, version, municipality_code) values (${other}, 1, '101')`;
    await sql`
      insert into decision (citizen_id, sequence, message_id, ky_id, kind, named_group, contact_group, municipality_code,
        start_date, received_at, today, rule, deviations)
      values (${other}, 1, 'other', 'A', 'GRANTED', 2, 2, '101', '2022-03-01', now(), '2022-03-27', 'first-grant', '{}')`;
    for (const id of [citizenId, other]) {
      await sql`
        insert into contact_group (citizen_id, opened_by, contact_group, carrier, municipality_code, start_date)
        values (${id}, 1, 2, 'A', '101', '2022-03-01')`;
      await sql`
        insert into contact_group_change (citizen_id, sequence, ordinal, kind, to_group, municipality_code, occurred_at)
        values (${id}, 1, 0, 'OPENED', 1, '101', now())`;
    }
    const pages = async (asked: { citizenId: string | null; municipalities: string[] | null }) => {
      const bounds = { size: 10, after: null, before: null };
      const first = await reads.changePage({ end: 'first', ...bounds, ...asked });
      expect(await reads.changePage({ end: 'last', ...bounds, ...asked })).toEqual(first);
      return first.items;
    };
    const citizens = async (asked: Parameters<typeof pages>[0]) =>
      (await pages(asked)).map((change) => change.citizenId);
    expect(await citizens({ citizenId: null, municipalities: null })).toEqual([citizenId, other]);
    expect(await citizens({ citizenId: null, municipalities: ['101', '851'] })).toEqual([citizenId, other]);
    expect(await citizens({ citizenId, municipalities: null })).toEqual([citizenId]);
    expect(await citizens({ citizenId, municipalities: ['101', '851'] })).toEqual([citizenId]);
    expect(await citizens({ citizenId, municipalities: ['851'] })).toEqual([]);
  });
});

describe('a database that does not answer', () => {
  it('is a passing fault, in time', async () => {
    const never = new Promise<never>(() => undefined);
    const fault: unknown = await inTime(never, 10).catch((error: unknown) => error);
    expect(faultOf(fault)).toBe('passing');
  });

  it('is no different where it cannot be reached', async () => {
    const away = createReads({ ...database.address, host: '/nowhere' }, cprKeys);
    const fault: unknown = await away.citizens([citizenId]).catch((error: unknown) => error);
    expect(faultOf(fault)).toBe('passing');
    await expect(away.ping()).rejects.toThrow();
    await away.close();
  });

  it('answers a ping otherwise', async () => {
    await expect(reads.ping()).resolves.toBeUndefined();
  });
});
