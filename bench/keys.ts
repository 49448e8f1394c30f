import { createSecretKey, randomBytes } from 'node:crypto';
import { createCprCipher } from '../src/storage/cprCipher.ts';

const hash = randomBytes(32);
const encryption = randomBytes(32);

/** Keys of the made-up CPR numbers, for this run alone. */
export const cprCipher = createCprCipher({
  hash: createSecretKey(hash),
  encryption: [{ id: 'bench', key: createSecretKey(encryption) }],
});

/** The same keys for a server. */
export const keyVariables = {
  CPR_HASH_KEY: hash.toString('base64'),
  CPR_ENCRYPTION_KEYS: `bench:${encryption.toString('base64')}`,
};
