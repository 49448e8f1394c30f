import { isPassage, passages, type Passage } from '../rules/note.ts';
import { readings, type ReadingId } from '../rules/readings.ts';
import { table, type Citation, type Row } from '../rules/table.ts';

const rows: ReadonlyMap<string, Row> = new Map(table.map((row) => [row.id, row]));

/** The row of the decision table by name; null where there is none. */
export function ruleById(id: string): Row | null {
  return rows.get(id) ?? null;
}

/** `Rule` */
export const ruleResolvers = {
  source: ({ cites }: Row) => cites,
  noteText: ({ cites }: Row) => cites.filter(isCitedPassage).map((passage) => passages[passage]),
  readings: ({ cites }: Row) =>
    cites.filter(isReading).map((id) => ({
      id,
      question: readings[id].question.en,
      decision: readings[id].decision.en,
    })),
  explanation: ({ explanation }: Row) => explanation.en,
};

const isCitedPassage = (citation: Citation): citation is Passage => isPassage(citation);
const isReading = (citation: Citation): citation is ReadingId => !isPassage(citation);
