import { and, desc, eq, lt, sql, type SQL } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { DecisionRecord } from './records.ts';
import { gathered } from './gathered.ts';
import { key, keys, oneEach, place, type ReadByKey } from './readsByKey.ts';
import { decisionColumns } from './readsColumns.ts';
import { pageArguments, pageEach, takeOf, type Page, type PageKey } from './readsPages.ts';
import { decision } from './schema.ts';

/** Reads of decisions. */
export function createDecisionReads(db: PostgresJsDatabase) {
  const ofCitizen = eq(decision.citizenId, key('citizen_id'));

  const decisions = db
    .select({ place, ...decisionColumns })
    .from(keys({ citizen_id: 'uuid', sequence: 'int' }))
    .innerJoin(decision, and(ofCitizen, eq(decision.sequence, key('sequence'))))
    .prepare('decisions');

  const pagesWhere = (condition: SQL | undefined, columns: Record<string, string>) => {
    const page = db
      .select(decisionColumns)
      .from(decision)
      .where(and(condition, lt(decision.sequence, key('before'))))
      .orderBy(desc(decision.sequence))
      .limit(sql.placeholder('take'))
      .as('page');
    return db
      .select({ place, ...page._.selectedFields })
      .from(keys(columns))
      .innerJoinLateral(page, sql`true`)
      .orderBy(desc(page.sequence));
  };
  const decisionPages = pagesWhere(ofCitizen, { citizen_id: 'uuid', before: 'int' }).prepare(
    'decision_pages',
  );
  // Apart from the other, so that each has an index that ends with the sequence.
  const decisionPagesOfCase = pagesWhere(and(ofCitizen, eq(decision.kyId, key('ky_id'))), {
    citizen_id: 'uuid',
    before: 'int',
    ky_id: 'text',
  }).prepare('decision_pages_of_case');

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
        asked.length,
        decisions.execute({
          citizen_id: asked.map((one) => one.citizenId),
          sequence: asked.map((one) => one.sequence),
        }),
      ),
    ),
    decisionPages: gathered((asked) => pageEach(asked, decisionPages.execute(pageArguments(asked))), takeOf),
    decisionPagesOfCase: gathered(
      (asked) =>
        pageEach(
          asked,
          decisionPagesOfCase.execute({ ...pageArguments(asked), ky_id: asked.map((one) => one.kyId) }),
        ),
      takeOf,
    ),
  };
  return reads;
}
