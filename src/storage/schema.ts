import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  customType,
  date,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgSequence,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { decisionKinds } from '../rules/decision.ts';
import { deviationIds } from '../rules/deviations.ts';
import { accessKinds, accessOutcomes } from './accessLog.ts';

// Every table of the ledger but the first two is keyed by the citizen, and every row of a citizen is named by the sequence of the
// decision that brought it about: a decision opens at most one group. What triggers forbid stands in
// drizzle/0001_forbid.sql.

export const decisionKind = pgEnum('decision_kind', decisionKinds);
export const deviation = pgEnum('deviation', deviationIds);
export const sicknessReportKind = pgEnum('sickness_report_kind', ['SICK', 'RECOVERED']);
export const accessKind = pgEnum('access_kind', accessKinds);
export const accessOutcome = pgEnum('access_outcome', accessOutcomes);
export const changeKind = pgEnum('contact_group_change_kind', ['OPENED', 'CHANGED', 'CLOSED']);

/** A citizen by pseudonym. `version` is the sequence of the latest decision: each write is guarded by it. */
export const citizen = pgTable(
  'citizen',
  {
    id: uuid().primaryKey(),
    version: integer().notNull(),
    /** Of the latest decision received; null until there is one. */
    municipalityCode: text('municipality_code'),
  },
  (t) => [
    check('citizen_version', sql`${t.version} >= 0`),
    check('citizen_municipality', sql`(${t.version} = 0) = (${t.municipalityCode} is null)`),
  ],
);

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

/**
 * The only place where CPR numbers stand, and not as they are: under a keyed hash, to look a citizen up, and encrypted, to
 * show the number. To erase a person is to delete the row.
 */
export const citizenCpr = pgTable(
  'citizen_cpr',
  {
    citizenId: uuid('citizen_id')
      .primaryKey()
      .references(() => citizen.id),
    cprHash: bytea('cpr_hash').notNull(),
    /** The id of the key that encrypted it. */
    cprKey: text('cpr_key').notNull(),
    /** Nonce, ten digits and tag. */
    cprEncrypted: bytea('cpr_encrypted').notNull(),
  },
  (t) => [
    uniqueIndex('citizen_cpr_number').on(t.cprHash),
    check('citizen_cpr_hash', sql`octet_length(${t.cprHash}) = 32`),
    check('citizen_cpr_encrypted', sql`octet_length(${t.cprEncrypted}) = 38`),
  ],
);

/** Which hash key the CPR numbers are under; one row. By another key every citizen would be a new one. */
export const cprHashKey = pgTable(
  'cpr_hash_key',
  {
    only: boolean().primaryKey().default(true),
    fingerprint: bytea().notNull(),
    /** False while the numbers are being put under this key. */
    complete: boolean().notNull(),
  },
  (t) => [check('cpr_hash_key_only', sql`${t.only}`)],
);

/** What earlier decisions on one case leave behind: `BenefitCase` of the rules. */
export const benefitCase = pgTable(
  'benefit_case',
  {
    citizenId: uuid('citizen_id')
      .notNull()
      .references(() => citizen.id),
    kyId: text('ky_id').notNull(),
    closed: boolean().notNull(),
    stoppedSinceGrant: boolean('stopped_since_grant').notNull(),
    grantedGroups: smallint('granted_groups').array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.citizenId, t.kyId] })],
);

/** Drawn when a message is received: one of which it is not known whether it was written finds itself by it. */
const receipt = () => bigint({ mode: 'number' }).notNull().default(0);

/** The decisions as received, with what came of them. Append-only. */
export const decision = pgTable(
  'decision',
  {
    citizenId: uuid('citizen_id')
      .notNull()
      .references(() => citizen.id),
    sequence: integer().notNull(),
    messageId: text('message_id').notNull(),
    kyId: text('ky_id').notNull(),
    kind: decisionKind().notNull(),
    /** The group that KY named. */
    namedGroup: smallint('named_group'),
    /** The group that the decision is about: the named one, or the one that is meant (I12). */
    contactGroup: smallint('contact_group'),
    municipalityCode: text('municipality_code').notNull(),
    startDate: date('start_date').notNull(),
    endDate: date('end_date'),
    receivedAt: timestamp('received_at', { withTimezone: true, precision: 3 }).notNull(),
    /** The civil date in Europe/Copenhagen at `received_at`: the rules' today. */
    today: date().notNull(),
    rule: text().notNull(),
    deviations: deviation().array().notNull(),
    receipt: receipt(),
  },
  (t) => [
    primaryKey({ columns: [t.citizenId, t.sequence] }),
    uniqueIndex('decision_message').on(t.messageId),
    index('decision_of_case').on(t.citizenId, t.kyId, t.sequence),
    index('decision_of_day').on(t.today, t.municipalityCode),
    // With the columns that are counted, so that no row is read.
    index('decision_deviating')
      .on(t.today, t.municipalityCode, t.citizenId, t.deviations)
      .where(sql`${t.deviations} <> '{}'`),
    check('decision_sequence', sql`${t.sequence} >= 1`),
    check('decision_dates', sql`${t.endDate} >= ${t.startDate}`),
    check('decision_grant_names_group', sql`${t.kind} <> 'GRANTED' or ${t.namedGroup} is not null`),
    check('decision_municipality', sql`${t.municipalityCode} ~ '^[0-9]{3}$'`),
  ],
);

/** The contact groups that a citizen is or was in, from opening to closing. */
export const contactGroup = pgTable(
  'contact_group',
  {
    citizenId: uuid('citizen_id').notNull(),
    /** Sequence of the decision that opened it. */
    openedBy: integer('opened_by').notNull(),
    contactGroup: smallint('contact_group').notNull(),
    /** KY id of the latest current grant received on it. */
    carrier: text().notNull(),
    /** Of the decision that opened it: the jobcentre that must hear when it closes. */
    municipalityCode: text('municipality_code').notNull(),
    startDate: date('start_date').notNull(),
    endDate: date('end_date'),
    /** Sequence of the decision that closed it. */
    closedBy: integer('closed_by'),
  },
  (t) => [
    primaryKey({ columns: [t.citizenId, t.openedBy] }),
    foreignKey({
      name: 'contact_group_opened_by',
      columns: [t.citizenId, t.openedBy],
      foreignColumns: [decision.citizenId, decision.sequence],
    }),
    foreignKey({
      name: 'contact_group_closed_by',
      columns: [t.citizenId, t.closedBy],
      foreignColumns: [decision.citizenId, decision.sequence],
    }),
    uniqueIndex('contact_group_open')
      .on(t.citizenId, t.contactGroup)
      .where(sql`${t.closedBy} is null`),
    check('contact_group_dates', sql`${t.endDate} >= ${t.startDate}`),
    check('contact_group_closed', sql`(${t.closedBy} is null) = (${t.endDate} is null)`),
    check('contact_group_order', sql`${t.closedBy} > ${t.openedBy}`),
  ],
);

/** The change log, in commit order by `position`. Append-only. */
export const contactGroupChange = pgTable(
  'contact_group_change',
  {
    position: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    citizenId: uuid('citizen_id').notNull(),
    /** Of the decision that made it. */
    sequence: integer().notNull(),
    /** 0, 1, 2 … among the changes of that decision. */
    ordinal: smallint().notNull(),
    kind: changeKind().notNull(),
    /** `opened_by` of the group that closed. */
    fromGroup: integer('from_group'),
    /** `opened_by` of the group that is open afterwards. */
    toGroup: integer('to_group'),
    municipalityCode: text('municipality_code').notNull(),
    /** Municipality of the group that closed, where it is another one. */
    otherMunicipalityCode: text('other_municipality_code'),
    occurredAt: timestamp('occurred_at', { withTimezone: true, precision: 3 }).notNull(),
  },
  (t) => [
    foreignKey({
      name: 'change_decision',
      columns: [t.citizenId, t.sequence],
      foreignColumns: [decision.citizenId, decision.sequence],
    }),
    foreignKey({
      name: 'change_from_group',
      columns: [t.citizenId, t.fromGroup],
      foreignColumns: [contactGroup.citizenId, contactGroup.openedBy],
    }),
    foreignKey({
      name: 'change_to_group',
      columns: [t.citizenId, t.toGroup],
      foreignColumns: [contactGroup.citizenId, contactGroup.openedBy],
    }),
    uniqueIndex('change_of_decision').on(t.citizenId, t.sequence, t.ordinal),
    index('change_of_municipality').on(t.municipalityCode, t.position),
    index('change_of_other_municipality')
      .on(t.otherMunicipalityCode, t.position)
      .where(sql`${t.otherMunicipalityCode} is not null`),
    check('change_from', sql`(${t.kind} = 'OPENED') = (${t.fromGroup} is null)`),
    check('change_to', sql`(${t.kind} = 'CLOSED') = (${t.toGroup} is null)`),
  ],
);

/** Sickness absences, as reports open and end them (§2). They touch no contact group. */
export const sicknessAbsence = pgTable(
  'sickness_absence',
  {
    citizenId: uuid('citizen_id')
      .notNull()
      .references(() => citizen.id),
    /** 1, 2, 3 … per citizen. */
    number: integer().notNull(),
    sickFrom: date('sick_from').notNull(),
    /** The first day of being well again; null while the absence lasts. */
    recoveredOn: date('recovered_on'),
  },
  (t) => [
    primaryKey({ columns: [t.citizenId, t.number] }),
    uniqueIndex('sickness_absence_open')
      .on(t.citizenId)
      .where(sql`${t.recoveredOn} is null`),
    check('sickness_absence_number', sql`${t.number} >= 1`),
    check('sickness_absence_dates', sql`${t.recoveredOn} >= ${t.sickFrom}`),
  ],
);

/** The reports as received. Append-only. Their message ids are apart from those of decisions. */
export const sicknessReport = pgTable(
  'sickness_report',
  {
    messageId: text('message_id').primaryKey(),
    citizenId: uuid('citizen_id').notNull(),
    /** The absence that it opened or ended. */
    number: integer().notNull(),
    kind: sicknessReportKind().notNull(),
    date: date().notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true, precision: 3 }).notNull(),
    receipt: receipt(),
  },
  (t) => [
    foreignKey({
      name: 'sickness_report_absence',
      columns: [t.citizenId, t.number],
      foreignColumns: [sicknessAbsence.citizenId, sicknessAbsence.number],
    }),
    uniqueIndex('sickness_report_once').on(t.citizenId, t.number, t.kind),
  ],
);

/** Messages that have taken a command thread down twice: answered QUARANTINED until an operator releases them. */
export const quarantinedMessage = pgTable(
  'quarantined_message',
  {
    command: text().notNull(),
    messageId: text('message_id').notNull(),
    quarantinedAt: timestamp('quarantined_at', { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.command, t.messageId] })],
);

/** The numbers of the access log. */
export const accessNumber = pgSequence('access_number');

/**
 * Who read or changed what is known of a citizen: one row for each citizen of a call. Append-only, and partitioned by
 * month (drizzle/0007_access_log.sql). No foreign key: a row stays whatever becomes of the citizen.
 */
export const accessLog = pgTable(
  'access_log',
  {
    at: timestamp({ withTimezone: true, precision: 3 }).notNull(),
    /** Orders the rows of a citizen. */
    number: bigint({ mode: 'number' })
      .notNull()
      .default(sql`nextval('access_number')`),
    /** Null where a call was refused, or failed, before the citizen was known. */
    citizenId: uuid('citizen_id'),
    subject: text().notNull(),
    /** Of which municipalities the caller sees citizens; null for all. */
    municipalities: text().array(),
    /** The root fields that were called, with spaces between them. */
    operation: text().notNull(),
    kind: accessKind().notNull(),
    outcome: accessOutcome().notNull(),
    /** Null for what a subscription told. */
    requestId: text('request_id'),
  },
  (t) => [index('access_of_citizen').on(t.citizenId, t.number)],
);
