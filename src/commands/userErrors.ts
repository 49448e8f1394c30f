import { contactGroupTypes } from '../rules/contactGroupTypes.ts';
import { parseCpr } from './cpr.ts';
import type { SicknessRefusal, SicknessReport } from './sickness.ts';
import type { Submission, UserError, UserErrorCode } from './submission.ts';

/** What a field must be, for which error code, in words that never repeat the value. */
interface Demand<Input> {
  readonly field: string & keyof Input;
  readonly code: UserErrorCode;
  readonly message: string;
  readonly holds: (input: Input) => boolean;
}

/** Longest `messageId` and `kyId`, in characters. */
export const maximumKeyLength = 200;

// PostgreSQL's text holds no NUL, and a key with a control character in it is always an accident.
const isKey = (text: string) =>
  text.length <= maximumKeyLength &&
  text.trim() !== '' &&
  text.isWellFormed() &&
  !/[\u0000-\u001f]/.test(text);

const keyDemand = `must have 1 to ${maximumKeyLength} characters, not all blank, without control characters`;

const demandsOfAnyMessage: readonly Demand<{ readonly messageId: string; readonly cpr: string }>[] = [
  {
    field: 'messageId',
    code: 'INVALID_MESSAGE_ID',
    message: `messageId ${keyDemand}.`,
    holds: (message) => isKey(message.messageId),
  },
  {
    field: 'cpr',
    code: 'INVALID_CPR',
    message: 'cpr must be ten digits DDMMYYSSSS with a possible day and month; a hyphen is allowed.',
    holds: (message) => parseCpr(message.cpr) !== null,
  },
];

const demandsOfSubmission: readonly Demand<Submission>[] = [
  ...demandsOfAnyMessage,
  {
    field: 'municipalityCode',
    code: 'INVALID_MUNICIPALITY',
    message: 'municipalityCode must be three digits.',
    holds: (s) => /^[0-9]{3}$/.test(s.municipalityCode),
  },
  { field: 'kyId', code: 'INVALID_KY_ID', message: `kyId ${keyDemand}.`, holds: (s) => isKey(s.kyId) },
  {
    field: 'contactGroup',
    code: 'CONTACT_GROUP_REQUIRED',
    message: 'contactGroup is required where kind is GRANTED.',
    holds: (s) => s.kind !== 'GRANTED' || s.contactGroup !== null,
  },
  {
    field: 'contactGroup',
    code: 'UNKNOWN_CONTACT_GROUP',
    message: 'contactGroup must be the code of one of the contactGroupTypes.',
    holds: (s) => s.contactGroup === null || contactGroupTypes.has(s.contactGroup),
  },
  {
    field: 'endDate',
    code: 'END_BEFORE_START',
    message: 'endDate must not be before startDate.',
    holds: (s) => s.endDate === null || s.endDate >= s.startDate,
  },
];

function faultsOf<Input>(input: Input, demands: readonly Demand<Input>[]): readonly UserError[] {
  return demands
    .filter((demand) => !demand.holds(input))
    .map(({ field, code, message }) => ({ field, code, message }));
}

/** Everything that is wrong with a submission by itself, all faulty fields at once; empty where nothing is. */
export function userErrorsOfSubmission(submission: Submission): readonly UserError[] {
  return faultsOf(submission, demandsOfSubmission);
}

/** Everything that is wrong with a sickness report by itself. */
export function userErrorsOfReport(report: SicknessReport): readonly UserError[] {
  return faultsOf(report, demandsOfAnyMessage);
}

/** A message id that was received before with other content: nothing is written. */
export const messageIdReused: UserError = {
  field: 'messageId',
  code: 'MESSAGE_ID_REUSED',
  message: 'messageId was used before for a message with other content.',
};

/** A sickness report that makes no sense now: nothing is written. */
export const sicknessRefusals: Readonly<Record<SicknessRefusal, UserError>> = {
  ALREADY_REPORTED_SICK: {
    field: 'cpr',
    code: 'ALREADY_REPORTED_SICK',
    message: 'The citizen is reported sick already, and has not been reported recovered since.',
  },
  NOT_REPORTED_SICK: {
    field: 'cpr',
    code: 'NOT_REPORTED_SICK',
    message: 'The citizen is not reported sick.',
  },
  RECOVERED_BEFORE_SICK: {
    field: 'recoveredOn',
    code: 'RECOVERED_BEFORE_SICK',
    message: 'recoveredOn must not be before the date from which the citizen is reported sick.',
  },
};
