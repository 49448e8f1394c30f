import { and, desc, eq, lt } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { DecisionRecord } from './records.ts';
import { gathered } from './gathered.ts';
import { key, keyTake, oneEach, prepareByKey, type ReadByKey } from './readsByKey.ts';
import { decisionColumns } from './readsColumns.ts';
import { pageArguments, pageColumns, pageEach, type Page, type PageKey } from './readsPages.ts';
import { decision } from './schema.ts';

/** Reads of decisions. */
export function createDecisionReads(db: PostgresJsDatabase) {
  const ofCitizen = eq(decision.citizenId, key('citizen_id'));

  const decisions = prepareByKey(
    db,
    'decisions',
    { citizen_id: 'uuid', sequence: 'int' },
    db
      .select(decisionColumns)
      .from(decision)
      .where(and(ofCitizen, eq(decision.sequence, key('sequence')))),
  );

  const decisionPagesOfCase = prepareByKey(
    db,
    'decision_pages_of_case',
    { ...pageColumns, ky_id: 'text' },
    db
      .select(decisionColumns)
      .from(decision)
      .where(and(ofCitizen, eq(decision.kyId, key('ky_id')), lt(decision.sequence, key('before'))))
      .orderBy(desc(decision.sequence))
      .limit(keyTake),
  );

  const reads: {
    /** Decisions by sequence. */
    decisions: ReadByKey<Pick<DecisionRecord, 'citizenId' | 'sequence'>, DecisionRecord | null>;
    /** Pages of citizens' decisions on one KY id. */
    decisionPagesOfCase: ReadByKey<PageKey & { kyId: string }, Page<DecisionRecord>>;
  } = {
    decisions: gathered(async (asked) =>
      oneEach(
        await decisions({
          citizen_id: asked.map((one) => one.citizenId),
          sequence: asked.map((one) => one.sequence),
        }),
      ),
    ),
    decisionPagesOfCase: gathered(async (asked) =>
      pageEach(
        asked,
        await decisionPagesOfCase({ ...pageArguments(asked), ky_id: asked.map((one) => one.kyId) }),
      ),
    ),
  };
  return reads;
}
