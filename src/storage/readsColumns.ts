import { sql, type Column } from 'drizzle-orm';
import { accessLog, citizen, contactGroup, contactGroupChange, decision } from './schema.ts';

/** An instant as RFC 3339 in UTC with milliseconds. */
const instant = (column: Column) =>
  sql<string>`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The columns of a `CitizenRecord`. */
export const citizenColumns = { id: citizen.id, municipalityCode: citizen.municipalityCode };

/** The columns of a `DecisionRecord`. */
export const decisionColumns = {
  citizenId: decision.citizenId,
  sequence: decision.sequence,
  messageId: decision.messageId,
  kyId: decision.kyId,
  kind: decision.kind,
  contactGroup: decision.contactGroup,
  municipalityCode: decision.municipalityCode,
  startDate: decision.startDate,
  endDate: decision.endDate,
  receivedAt: instant(decision.receivedAt).as('received_at_text'),
  rule: decision.rule,
  deviations: decision.deviations,
};

/** The columns of a `ContactGroupRecord`. */
export const contactGroupColumns = {
  citizenId: contactGroup.citizenId,
  openedBy: contactGroup.openedBy,
  contactGroup: contactGroup.contactGroup,
  startDate: contactGroup.startDate,
  endDate: contactGroup.endDate,
  closedBy: contactGroup.closedBy,
};

/** The columns of a `ChangeRecord`. */
export const changeColumns = {
  position: contactGroupChange.position,
  citizenId: contactGroupChange.citizenId,
  sequence: contactGroupChange.sequence,
  ordinal: contactGroupChange.ordinal,
  kind: contactGroupChange.kind,
  from: contactGroupChange.fromGroup,
  to: contactGroupChange.toGroup,
  municipalityCode: contactGroupChange.municipalityCode,
  otherMunicipalityCode: contactGroupChange.otherMunicipalityCode,
  occurredAt: instant(contactGroupChange.occurredAt).as('occurred_at_text'),
};

/** The columns of an `AccessRecord`. */
export const accessColumns = {
  number: accessLog.number,
  at: instant(accessLog.at).as('at_text'),
  operation: accessLog.operation,
  kind: accessLog.kind,
  municipalities: accessLog.municipalities,
};
