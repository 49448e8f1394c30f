import { createSecretKey } from 'node:crypto';
import type { DatabaseClient } from '../src/storage/address.ts';
import { createCprCipher, type CprKeys } from '../src/storage/cprCipher.ts';

const hash = Buffer.alloc(32, 'hash');
const encryption = Buffer.alloc(32, 'encryption');

/** The keys of all tests. */
export const cprKeys: CprKeys = {
  hash: createSecretKey(hash),
  encryption: [{ id: 'test', key: createSecretKey(encryption) }],
};

/** The same keys, as a process is given them. */
export const cprEnvironment = {
  CPR_HASH_KEY: hash.toString('base64'),
  CPR_ENCRYPTION_KEYS: `test:${encryption.toString('base64')}`,
};

/** The cipher of all tests. */
export const cprCipher = createCprCipher(cprKeys);

/** The id under which a CPR number is stored; null where it is not. */
export async function citizenIdOf(sql: DatabaseClient, cpr: string): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select citizen_id as id from citizen_cpr where cpr_hash = decode(${cprCipher.hash(cpr)}, 'hex')`;
  return row?.id ?? null;
}
