import { columnsOf, type ColumnName, type Columns } from './columns.ts';
import type { CivilDate, Decision } from './decision.ts';
import { deviationIds, deviations } from './deviations.ts';
import { effects } from './effects.ts';
import { factsOf } from './facts.ts';
import type { Outcome } from './outcome.ts';
import type { CitizenState } from './state.ts';
import { table, type Row } from './table.ts';

/** What DFDG does with a decision that it receives today about a citizen in this state. */
export function decide(state: CitizenState, decision: Decision, today: CivilDate): Outcome {
  const facts = factsOf(state, decision, today);
  const row = rowFor(columnsOf(facts));
  return {
    rule: row.id,
    contactGroup: facts.contactGroup,
    ...effects[row.effect](facts),
    deviations: deviationIds.filter((id) => deviations[id].holds(facts)),
  };
}

/** Whether a row of the decision table applies: it does when each of its conditions holds. */
export function applies(row: Row, columns: Columns): boolean {
  return (Object.keys(row.when) as ColumnName[]).every((name) => row.when[name] === columns[name]);
}

function rowFor(columns: Columns): Row {
  const row = table.find((candidate) => applies(candidate, columns));
  if (!row) throw new Error(`No row of the decision table applies to ${JSON.stringify(columns)}`);
  return row;
}
