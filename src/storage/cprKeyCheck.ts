import type { DatabaseClient } from './address.ts';
import type { CprCipher } from './cprCipher.ts';

/** How the keys at hand and the CPR numbers of a database go together. */
export interface KeyState {
  /** The numbers are under this hash key, or were to be when a change of it was broken off. */
  readonly isSameHashKey: boolean;
  /** False after a change of the hash key that was broken off. */
  readonly isComplete: boolean;
  /** The id of a key that some number is encrypted by and that is not at hand. */
  readonly missingKeyId: string | null;
}

/** Tells how they go together; the first keys that a database sees are its keys. */
export async function keyStateOf(sql: DatabaseClient, cprCipher: CprCipher): Promise<KeyState> {
  const { fingerprint, keyIds } = cprCipher;
  await sql`
    insert into cpr_hash_key (fingerprint, complete) values (decode(${fingerprint}, 'hex'), true)
    on conflict do nothing`;
  const [row] = await sql<[KeyState]>`
    select fingerprint = decode(${fingerprint}, 'hex') as "isSameHashKey", complete as "isComplete",
      (select cpr_key from citizen_cpr where cpr_key <> all(${[...keyIds]}::text[]) limit 1) as "missingKeyId"
    from cpr_hash_key`;
  return row;
}

/** Throws one sentence where a server with these keys would take citizens for new ones, or could not read their numbers. */
export async function checkKeys(sql: DatabaseClient, cprCipher: CprCipher): Promise<void> {
  const { isSameHashKey, isComplete, missingKeyId } = await keyStateOf(sql, cprCipher);
  if (!isComplete)
    throw new Error('A change of CPR_HASH_KEY was broken off: run dfdg cpr rotate to its end.');
  if (!isSameHashKey)
    throw new Error(
      'CPR_HASH_KEY (cpr-keys.env in DATA_DIR, where it is not set) is not the key that this database knows its citizens by.',
    );
  if (missingKeyId !== null)
    throw new Error(`CPR_ENCRYPTION_KEYS lacks the key ${missingKeyId}, by which CPR numbers are encrypted.`);
}
