import { createSecretKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommands } from '../../src/commands/commands.ts';
import { silentLog } from '../../src/logging/log.ts';
import { createCprCipher, type CprKeys } from '../../src/storage/cprCipher.ts';
import { checkKeys } from '../../src/storage/cprKeyCheck.ts';
import { createReads } from '../../src/storage/reads.ts';
import { madeUpCpr, submission } from '../commands/submission.ts';
import { citizenIdOf, cprCipher, cprKeys } from '../cprKeys.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

const citizenId = '01a20c2f-7c7c-704d-a13f-83ae6591adbd';
const cpr = madeUpCpr(5);
const keyOf = (fill: string) => createSecretKey(Buffer.alloc(32, fill));

describe('a CPR number', () => {
  it('is encrypted otherwise each time, and comes out as it went in', () => {
    const [one, other] = [cprCipher.encrypt(citizenId, cpr), cprCipher.encrypt(citizenId, cpr)];
    expect(one.bytes).not.toEqual(other.bytes);
    expect(one.bytes).toHaveLength(38);
    expect([one, other].map((encrypted) => cprCipher.decrypt(citizenId, encrypted))).toEqual([cpr, cpr]);
  });

  it('cannot be read in the row of another citizen, changed, shortened, or without its key', () => {
    const encrypted = cprCipher.encrypt(citizenId, cpr);
    const changed = encrypted.bytes.slice();
    changed[20]! ^= 1;
    expect(() => cprCipher.decrypt(citizenId.replace('01', '02'), encrypted)).toThrow();
    expect(() => cprCipher.decrypt(citizenId, { ...encrypted, bytes: changed })).toThrow();
    expect(() =>
      cprCipher.decrypt(citizenId, { ...encrypted, bytes: encrypted.bytes.subarray(0, 37) }),
    ).toThrow();
    expect(() => cprCipher.decrypt(citizenId, { ...encrypted, keyId: 'lost' })).toThrow('no key lost');
  });

  it('is looked up by a hash that another key makes otherwise', () => {
    const other = createCprCipher({ ...cprKeys, hash: keyOf('other') });
    expect(cprCipher.hash(cpr)).toMatch(/^[0-9a-f]{64}$/);
    expect(other.hash(cpr)).not.toBe(cprCipher.hash(cpr));
    expect(other.fingerprint).not.toBe(cprCipher.fingerprint);
  });

  it('is encrypted by the first key, and read by each of them', () => {
    const keys: CprKeys = {
      ...cprKeys,
      encryption: [{ id: 'new', key: keyOf('new') }, ...cprKeys.encryption],
    };
    const rotated = createCprCipher(keys);
    expect(rotated.encrypt(citizenId, cpr).keyId).toBe('new');
    expect(rotated.decrypt(citizenId, cprCipher.encrypt(citizenId, cpr))).toBe(cpr);
  });
});

describe('in the database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    const { address } = database;
    const commands = createCommands({ address, cprKeys, clock: () => new Date(), log: silentLog });
    await commands.submitDecision(submission({ cpr }));
    const date = '2022-06-01';
    await commands.reportSickness({ kind: 'SICK', messageId: 'sick', cpr: madeUpCpr(6), date });
    await commands.close();
  });
  afterAll(() => database.drop());

  it('stands no CPR number as it is', async () => {
    const rows = await database.sql`select * from citizen_cpr`;
    expect(rows).toHaveLength(2);
    const text = await database.sql<{ row: string }[]>`
      select c::text || encode(cpr_encrypted, 'escape') as row from citizen_cpr c`;
    for (const { row } of text) for (const one of [cpr, madeUpCpr(6)]) expect(row).not.toContain(one);
  });

  it('it is read back, and found, by the keys', async () => {
    const reads = createReads(database.address, cprKeys);
    const ids = await reads.citizenIds([cpr, madeUpCpr(6), madeUpCpr(7)]);
    expect(ids).toEqual([
      await citizenIdOf(database.sql, cpr),
      await citizenIdOf(database.sql, madeUpCpr(6)),
      null,
    ]);
    expect(await reads.cprs(ids.slice(0, 2) as string[])).toEqual([cpr, madeUpCpr(6)]);
    await reads.close();
  });

  it('the keys are checked: another hash key, or one that is missing, is refused', async () => {
    await checkKeys(database.sql, cprCipher);
    await checkKeys(database.sql, cprCipher);
    const other = createCprCipher({ ...cprKeys, hash: keyOf('other') });
    await expect(checkKeys(database.sql, other)).rejects.toThrow('CPR_HASH_KEY');
    const lacking = createCprCipher({ ...cprKeys, encryption: [{ id: 'new', key: keyOf('new') }] });
    await expect(checkKeys(database.sql, lacking)).rejects.toThrow('CPR_ENCRYPTION_KEYS lacks the key test');
  });
});
