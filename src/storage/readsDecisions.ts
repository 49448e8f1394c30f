import { and, desc, eq, lt, sql, type SQL } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { DecisionRecord } from './records.ts';
import { gathered } from './gathered.ts';
import { key, oneEach, prepareByKey, type ReadByKey } from './readsByKey.ts';
import { decisionColumns } from './readsColumns.ts';
import { pageArguments, pageEach, takeOf, type Page, type PageKey } from './readsPages.ts';
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

  const pageWhere = (condition: SQL | undefined) =>
    db
      .select(decisionColumns)
      .from(decision)
      .where(and(condition, lt(decision.sequence, key('before'))))
      .orderBy(desc(decision.sequence))
      .limit(sql.placeholder('take'));
  const decisionPages = prepareByKey(
    db,
    'decision_pages',
    { citizen_id: 'uuid', before: 'int' },
    pageWhere(ofCitizen),
  );
  // Apart from the other, so that each has an index that ends with the sequence.
  const decisionPagesOfCase = prepareByKey(
    db,
    'decision_pages_of_case',
    { citizen_id: 'uuid', before: 'int', ky_id: 'text' },
    pageWhere(and(ofCitizen, eq(decision.kyId, key('ky_id')))),
  );

  const reads: {
    /** Decisions by sequence. */
    decisions: ReadByKey<Pick<DecisionRecord, 'citizenId' | 'sequence'>, DecisionRecord | null>;
    /** Pages of citizens' decisions; `before` is a sequence. */
    decisionPages: ReadByKey<PageKey, Page<DecisionRecord>>;
    /** Pages of citizens' decisions on one KY id. */
    decisionPagesOfCase: ReadByKey<PageKey & { kyId: string }, Page<DecisionRecord>>;
  } = {
    decisions: gathered((asked) =>
      oneEach(
        decisions({
          citizen_id: asked.map((one) => one.citizenId),
          sequence: asked.map((one) => one.sequence),
        }),
      ),
    ),
    decisionPages: gathered((asked) => pageEach(asked, decisionPages(pageArguments(asked))), takeOf),
    decisionPagesOfCase: gathered(
      (asked) =>
        pageEach(
          asked,
          decisionPagesOfCase({ ...pageArguments(asked), ky_id: asked.map((one) => one.kyId) }),
        ),
      takeOf,
    ),
  };
  return reads;
}
