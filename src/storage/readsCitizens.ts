import { eq, sql } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { CprCipher } from './cprCipher.ts';
import type { CitizenRecord } from './records.ts';
import { gathered } from './gathered.ts';
import { key, keys, oneEach, place, type ReadByKey } from './readsByKey.ts';
import { citizenColumns } from './readsColumns.ts';
import { citizen, citizenCpr } from './schema.ts';

/** Reads of citizens. CPR numbers are ten digits. */
export function createCitizenReads(db: PostgresJsDatabase, cprCipher: CprCipher) {
  const citizens = db
    .select({ place, ...citizenColumns })
    .from(keys({ id: 'uuid' }))
    .innerJoin(citizen, eq(citizen.id, key('id')))
    .prepare('citizens');

  const citizenIds = db
    .select({ place, id: citizenCpr.citizenId })
    .from(keys({ cpr_hash: 'text' }))
    .innerJoin(citizenCpr, eq(citizenCpr.cprHash, sql`decode(${key('cpr_hash')}, 'hex')`))
    .prepare('citizen_ids');

  const cprs = db
    .select({ place, id: citizenCpr.citizenId, keyId: citizenCpr.cprKey, bytes: citizenCpr.cprEncrypted })
    .from(keys({ id: 'uuid' }))
    .innerJoin(citizenCpr, eq(citizenCpr.citizenId, key('id')))
    .prepare('cprs');

  const reads: {
    /** Citizens by id. */
    citizens: ReadByKey<string, CitizenRecord | null>;
    /** Ids of citizens by CPR number. */
    citizenIds: ReadByKey<string, string | null>;
    /** CPR numbers by id; null of a citizen who was erased. */
    cprs: ReadByKey<string, string | null>;
  } = {
    citizens: gathered((ids) => oneEach(ids.length, citizens.execute({ id: ids }))),
    citizenIds: gathered(async (numbers) =>
      (
        await oneEach(
          numbers.length,
          citizenIds.execute({ cpr_hash: numbers.map((cpr) => cprCipher.hash(cpr)) }),
        )
      ).map((row) => row?.id ?? null),
    ),
    cprs: gathered(async (ids) =>
      (await oneEach(ids.length, cprs.execute({ id: ids }))).map(
        (row) => row && cprCipher.decrypt(row.id, row),
      ),
    ),
  };
  return reads;
}
