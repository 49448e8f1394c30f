import { createCipheriv, createDecipheriv, createHmac, randomBytes, type KeyObject } from 'node:crypto';

/** The keys of CPR numbers, of 32 bytes each. They can be handed to a thread, and show nothing when printed. */
export interface CprKeys {
  readonly hash: KeyObject;
  /** The first encrypts; all of them decrypt. */
  readonly encryption: readonly [CprKey, ...CprKey[]];
}

/** A key by the id that stands beside what it has encrypted. */
export interface CprKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** An encrypted CPR number, and the id of its key. */
export interface EncryptedCpr {
  readonly keyId: string;
  readonly bytes: Uint8Array;
}

/** What makes the stored forms of a CPR number of ten digits: one to look it up by, and one to read it from. */
export interface CprCipher {
  /** HMAC-SHA-256, in hexadecimal: the same for the same number. */
  hash(cpr: string): string;
  /** AES-256-GCM, bound to the citizen: another one each time, and no use in another citizen's row. */
  encrypt(citizenId: string, cpr: string): EncryptedCpr;
  /** Throws where the key is not there, or the row is not as it was written. */
  decrypt(citizenId: string, encrypted: EncryptedCpr): string;
  /** Ids of the keys; the first encrypts. */
  readonly keyIds: readonly [string, ...string[]];
  /** What tells the hash key from another one, in hexadecimal. */
  readonly fingerprint: string;
}

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/** Makes the cipher of some keys. */
export function createCprCipher({ hash: hashKey, encryption }: CprKeys): CprCipher {
  const keys = new Map(encryption.map(({ id, key }) => [id, key]));
  const hash = (text: string) => createHmac('sha256', hashKey).update(text).digest('hex');
  const [{ id: keyId, key: current }, ...others] = encryption;
  return {
    hash,
    encrypt(citizenId, cpr) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv(algorithm, current, nonce).setAAD(Buffer.from(citizenId));
      const bytes = Buffer.concat([nonce, cipher.update(cpr), cipher.final(), cipher.getAuthTag()]);
      return { keyId, bytes };
    },
    decrypt(citizenId, { keyId: id, bytes }) {
      const key = keys.get(id);
      if (!key) throw new Error(`There is no key ${id} to decrypt a CPR number by.`);
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceLength), {
        authTagLength: tagLength,
      })
        .setAAD(Buffer.from(citizenId))
        .setAuthTag(bytes.subarray(-tagLength));
      const digits = decipher.update(bytes.subarray(nonceLength, -tagLength));
      return Buffer.concat([digits, decipher.final()]).toString();
    },
    keyIds: [keyId, ...others.map(({ id }) => id)],
    fingerprint: hash('the hash key of CPR numbers'),
  };
}

/** The columns of a new citizen's CPR number, bytes in hexadecimal. */
export function storedCpr(cprCipher: CprCipher, citizenId: string, cpr: string) {
  const { keyId, bytes } = cprCipher.encrypt(citizenId, cpr);
  return {
    cprHash: cprCipher.hash(cpr),
    cprKey: keyId,
    cprEncrypted: Buffer.from(bytes).toString('hex'),
  };
}
