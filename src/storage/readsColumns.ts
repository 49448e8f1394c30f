import { is, sql, Column, type GetColumnData, type SQL } from 'drizzle-orm';
import { accessLog, citizen, contactGroup, contactGroupChange, decision, sicknessAbsence } from './schema.ts';

type Named<Columns> = {
  readonly [Name in keyof Columns]: Columns[Name] extends Column
    ? SQL.Aliased<GetColumnData<Columns[Name]>>
    : Columns[Name] extends SQL<infer Type>
      ? SQL.Aliased<Type>
      : never;
};

/** Columns under the names of a record's fields, so that PostgreSQL makes the record's JSON of a row. */
export function named<Columns extends Readonly<Record<string, Column | SQL>>>(columns: Columns) {
  const aliased = Object.entries(columns).map(([name, column]) => {
    const expression = is(column, Column) ? sql`${column}` : column;
    return [name, expression.as(name)] as const;
  });
  return Object.fromEntries(aliased) as Named<Columns>;
}

/** An instant as RFC 3339 in UTC with milliseconds. */
const instant = (column: Column) =>
  sql<string>`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The columns of a `CitizenRecord`. */
export const citizenColumns = named({ id: citizen.id, municipalityCode: citizen.municipalityCode });

/** The columns of a `DecisionRecord`. */
export const decisionColumns = named({
  citizenId: decision.citizenId,
  sequence: decision.sequence,
  messageId: decision.messageId,
  kyId: decision.kyId,
  kind: decision.kind,
  contactGroup: decision.contactGroup,
  municipalityCode: decision.municipalityCode,
  startDate: decision.startDate,
  endDate: decision.endDate,
  receivedAt: instant(decision.receivedAt),
  rule: decision.rule,
  deviations: decision.deviations,
});

/** The columns of a `ContactGroupRecord`. */
export const contactGroupColumns = named({
  citizenId: contactGroup.citizenId,
  openedBy: contactGroup.openedBy,
  contactGroup: contactGroup.contactGroup,
  startDate: contactGroup.startDate,
  endDate: contactGroup.endDate,
  closedBy: contactGroup.closedBy,
});

/** The columns of a `ChangeRecord`. */
export const changeColumns = named({
  position: contactGroupChange.position,
  citizenId: contactGroupChange.citizenId,
  sequence: contactGroupChange.sequence,
  ordinal: contactGroupChange.ordinal,
  kind: contactGroupChange.kind,
  from: contactGroupChange.fromGroup,
  to: contactGroupChange.toGroup,
  municipalityCode: contactGroupChange.municipalityCode,
  otherMunicipalityCode: contactGroupChange.otherMunicipalityCode,
  occurredAt: instant(contactGroupChange.occurredAt),
});

/** The columns of a `SicknessAbsenceRecord`. */
export const sicknessColumns = named({
  citizenId: sicknessAbsence.citizenId,
  number: sicknessAbsence.number,
  sickFrom: sicknessAbsence.sickFrom,
  recoveredOn: sicknessAbsence.recoveredOn,
});

/** The columns of an `AccessRecord`. */
export const accessColumns = named({
  number: accessLog.number,
  at: instant(accessLog.at),
  operation: accessLog.operation,
  kind: accessLog.kind,
  municipalities: accessLog.municipalities,
});
