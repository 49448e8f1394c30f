import { desc, eq } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { key, keyTake, prepareByKey, type ReadByKey } from './readsByKey.ts';
import { sicknessColumns } from './readsColumns.ts';
import type { SicknessAbsenceRecord } from './records.ts';
import { sicknessAbsence } from './schema.ts';

/** Reads of sickness absences. */
export function createSicknessReads(db: PostgresJsDatabase) {
  const sicknessAbsences = prepareByKey(
    db,
    'sickness_absences',
    { citizen_id: 'uuid', take: 'int' },
    db
      .select(sicknessColumns)
      .from(sicknessAbsence)
      .where(eq(sicknessAbsence.citizenId, key('citizen_id')))
      .orderBy(desc(sicknessAbsence.number))
      .limit(keyTake),
  );

  const reads: {
    /** The latest absences of citizens, the latest first: at most `first` of each. */
    sicknessAbsences: ReadByKey<{ citizenId: string; first: number }, readonly SicknessAbsenceRecord[]>;
  } = {
    sicknessAbsences: (asked) =>
      sicknessAbsences({
        citizen_id: asked.map((one) => one.citizenId),
        take: asked.map((one) => one.first),
      }),
  };
  return reads;
}
