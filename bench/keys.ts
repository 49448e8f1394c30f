import { createSecretKey } from 'node:crypto';
import { createCprCipher, type CprKeys } from '../src/storage/cprCipher.ts';

const hash = Buffer.alloc(32, 'hash');
const encryption = Buffer.alloc(32, 'encryption');

/** Keys of the made-up CPR numbers. */
export const cprKeys: CprKeys = {
  hash: createSecretKey(hash),
  encryption: [{ id: 'bench', key: createSecretKey(encryption) }],
};

/** What reads and writes them. */
export const cprCipher = createCprCipher(cprKeys);

/** The same keys for a server. */
export const keyVariables = {
  CPR_HASH_KEY: hash.toString('base64'),
  CPR_ENCRYPTION_KEYS: `bench:${encryption.toString('base64')}`,
};
