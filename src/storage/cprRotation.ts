import { json, type DatabaseClient } from './address.ts';
import { storedCpr, type CprCipher, type EncryptedCpr } from './cprCipher.ts';
import { noCitizen } from './ledger.ts';

const rowsAtOnce = 500;

/** Which rows are written anew: those that an older key has encrypted, or all, under another hash key. */
export type Rotated = 'encrypted by older keys' | 'all';

interface Row extends EncryptedCpr {
  readonly citizenId: string;
}

/** How many rows there are to write anew, if nobody adds to them. */
export async function countRotated(
  sql: DatabaseClient,
  { keyIds: [keyId] }: CprCipher,
  rotated: Rotated,
): Promise<number> {
  const [row] = await sql<[{ count: number }]>`
    select count(*)::int as count from citizen_cpr where ${rotated === 'all'} or cpr_key <> ${keyId}`;
  return row.count;
}

/**
 * Writes CPR numbers anew by the first encryption key and the hash key, in the order of the citizens' ids, some hundred in
 * each statement. It may be stopped at any time, and begun anew: what is done is known by its key. `onRows` hears of each
 * batch. Rejects where a row cannot be decrypted.
 */
export async function rotate(
  sql: DatabaseClient,
  cprCipher: CprCipher,
  rotated: Rotated,
  onRows: (count: number) => void,
): Promise<void> {
  const [keyId] = cprCipher.keyIds;
  for (let after = noCitizen; ;) {
    const rows = await sql<Row[]>`
      select citizen_id as "citizenId", cpr_key as "keyId", cpr_encrypted as bytes from citizen_cpr
      where citizen_id > ${after} and (${rotated === 'all'} or cpr_key <> ${keyId})
      order by citizen_id limit ${rowsAtOnce}`;
    const last = rows.at(-1);
    if (!last) return;
    const anew = rows.map((row) => ({
      citizenId: row.citizenId,
      ...storedCpr(cprCipher, row.citizenId, cprCipher.decrypt(row.citizenId, row)),
    }));
    await sql`
      update citizen_cpr c set cpr_hash = decode(t."cprHash", 'hex'), cpr_key = t."cprKey",
        cpr_encrypted = decode(t."cprEncrypted", 'hex')
      from json_to_recordset(${json(sql, anew)})
        as t("citizenId" uuid, "cprHash" text, "cprKey" text, "cprEncrypted" text)
      where c.citizen_id = t."citizenId"`;
    onRows(rows.length);
    after = last.citizenId;
  }
}

/** How many connections servers have, by which commands could look numbers up under the old hash key. */
export async function serverConnections(sql: DatabaseClient): Promise<number> {
  const [row] = await sql<[{ count: number }]>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and application_name in ('dfdg-commands', 'dfdg-reads', 'dfdg-quarantine')`;
  return row.count;
}

/** Says that the numbers are to be under this hash key from now on; no server starts until `endHashKeyChange`. */
export async function beginHashKeyChange(sql: DatabaseClient, { fingerprint }: CprCipher): Promise<void> {
  await sql`update cpr_hash_key set fingerprint = decode(${fingerprint}, 'hex'), complete = false`;
}

/** Says that all numbers are under the hash key. */
export async function endHashKeyChange(sql: DatabaseClient): Promise<void> {
  await sql`update cpr_hash_key set complete = true`;
}

/** Forgets who a citizen is: the ledger stays, under an id that says nothing. False where nothing was known. */
export async function eraseCpr(sql: DatabaseClient, citizenId: string): Promise<boolean> {
  return (await sql`delete from citizen_cpr where citizen_id = ${citizenId} returning 1`).length > 0;
}
