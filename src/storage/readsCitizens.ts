import { eq, sql } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { CprCipher } from './cprCipher.ts';
import { gathered } from './gathered.ts';
import { key, oneEach, prepareByKey, type ReadByKey } from './readsByKey.ts';
import { named } from './readsColumns.ts';
import { citizenCpr } from './schema.ts';

/** Reads of who citizens are. CPR numbers are ten digits. */
export function createCitizenReads(db: PostgresJsDatabase, cprCipher: CprCipher) {
  const citizenIds = prepareByKey(
    db,
    'citizen_ids',
    { cpr_hash: 'text' },
    db
      .select(named({ id: citizenCpr.citizenId }))
      .from(citizenCpr)
      .where(eq(citizenCpr.cprHash, sql`decode(${key('cpr_hash')}, 'hex')`)),
  );
  const cprs = prepareByKey(
    db,
    'cprs',
    { id: 'uuid' },
    db
      .select(
        named({
          id: citizenCpr.citizenId,
          keyId: citizenCpr.cprKey,
          hex: sql<string>`encode(${citizenCpr.cprEncrypted}, 'hex')`,
        }),
      )
      .from(citizenCpr)
      .where(eq(citizenCpr.citizenId, key('id'))),
  );

  const reads: {
    /** Ids of citizens by CPR number. */
    citizenIds: ReadByKey<string, string | null>;
    /** CPR numbers by id; null of a citizen who was erased. */
    cprs: ReadByKey<string, string | null>;
  } = {
    citizenIds: gathered(async (numbers) => {
      const hashes = numbers.map((cpr) => cprCipher.hash(cpr));
      return oneEach(await citizenIds({ cpr_hash: hashes })).map((row) => row?.id ?? null);
    }),
    cprs: gathered(async (ids) =>
      oneEach(await cprs({ id: ids })).map(
        (row) => row && cprCipher.decrypt(row.id, { keyId: row.keyId, bytes: Buffer.from(row.hex, 'hex') }),
      ),
    ),
  };
  return reads;
}
