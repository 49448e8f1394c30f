import type { CivilDate, ContactGroupCode, DecisionKind } from '../rules/decision.ts';
import type { DeviationId } from '../rules/deviations.ts';
import type { AccessKind } from './accessLog.ts';

// What storage gives and commands answer: plain data, the parents of the GraphQL types. Instants are RFC 3339 in UTC
// with milliseconds.

/** A citizen by pseudonym; the CPR number is read apart. */
export interface CitizenRecord {
  readonly id: string;
  readonly municipalityCode: string | null;
}

/** A decision as received, with what came of it. Its key is (citizenId, sequence). */
export interface DecisionRecord {
  readonly citizenId: string;
  readonly sequence: number;
  readonly messageId: string;
  readonly kyId: string;
  readonly kind: DecisionKind;
  /** The group that it is about (I12). */
  readonly contactGroup: ContactGroupCode | null;
  readonly municipalityCode: string;
  readonly startDate: CivilDate;
  readonly endDate: CivilDate | null;
  readonly receivedAt: string;
  readonly rule: string;
  readonly deviations: readonly DeviationId[];
}

/** A contact group of a citizen. Its key is (citizenId, openedBy); both numbers are sequences of decisions. */
export interface ContactGroupRecord {
  readonly citizenId: string;
  readonly openedBy: number;
  readonly contactGroup: ContactGroupCode;
  readonly startDate: CivilDate;
  readonly endDate: CivilDate | null;
  readonly closedBy: number | null;
}

/** An entry of the change log. Its key is (citizenId, sequence, ordinal); `from` and `to` are `openedBy` of groups. */
export interface ChangeRecord {
  readonly position: number;
  readonly citizenId: string;
  readonly sequence: number;
  readonly ordinal: number;
  readonly kind: 'OPENED' | 'CHANGED' | 'CLOSED';
  readonly from: number | null;
  readonly to: number | null;
  readonly municipalityCode: string;
  readonly otherMunicipalityCode: string | null;
  readonly occurredAt: string;
}

/** A sickness absence. Its key is (citizenId, number), numbered from 1. */
export interface SicknessAbsenceRecord {
  readonly citizenId: string;
  readonly number: number;
  readonly sickFrom: CivilDate;
  readonly recoveredOn: CivilDate | null;
}

/** An entry of the access log, as the citizen may know it: not by whom. `operation` is coordinates with spaces between. */
export interface AccessRecord {
  readonly number: number;
  readonly at: string;
  readonly operation: string;
  readonly kind: AccessKind;
  readonly municipalities: readonly string[] | null;
}
