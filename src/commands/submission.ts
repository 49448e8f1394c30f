import type { Decision } from '../rules/decision.ts';
import type {
  ChangeRecord,
  ContactGroupRecord,
  DecisionRecord,
  SicknessAbsenceRecord,
} from '../storage/records.ts';
import type { SicknessRefusal, SicknessReport } from './sickness.ts';
import type { Watch } from './steps.ts';

/** A decision as KY submits it: what `SubmitDecisionInput` holds. */
export interface Submission extends Decision {
  readonly messageId: string;
  readonly cpr: string;
  readonly municipalityCode: string;
}

/** What the caller did wrong: one entry per faulty field. No message repeats a value. */
export interface UserError {
  readonly code: UserErrorCode;
  /** The field of the input, e.g. `cpr`. */
  readonly field: string;
  readonly message: string;
}

/** See the contract's list in schema.graphql, at `UserError.code`. */
export type UserErrorCode =
  | 'INVALID_CPR'
  | 'INVALID_MUNICIPALITY'
  | 'INVALID_KY_ID'
  | 'INVALID_MESSAGE_ID'
  | 'UNKNOWN_CONTACT_GROUP'
  | 'CONTACT_GROUP_REQUIRED'
  | 'END_BEFORE_START'
  | 'MESSAGE_ID_REUSED'
  | SicknessRefusal;

/** A stored decision with its changes and the groups that these name, so that an answer needs no further read. */
export interface StoredDecision {
  readonly decision: DecisionRecord;
  readonly changes: readonly ChangeRecord[];
  readonly groups: readonly ContactGroupRecord[];
}

/** The caller did something wrong: nothing was written. */
export interface Refused {
  readonly kind: 'refused';
  readonly userErrors: readonly UserError[];
  /** The citizen of whose state the caller learns by it, where there is one: for the access log. */
  readonly citizenId?: string | null;
}

/** What a submission comes to. */
export type SubmissionAnswer =
  | { readonly kind: 'stored'; readonly stored: StoredDecision; readonly duplicate: boolean }
  | Refused
  | Failure;

/** No answer: nothing is known to be stored. `UNAVAILABLE`: send the same messageId again. `QUARANTINED`: do not. */
export interface Failure {
  readonly kind: 'failed';
  readonly code: 'UNAVAILABLE' | 'QUARANTINED' | 'INTERNAL_SERVER_ERROR';
  /** Names the log line that says more. */
  readonly reference: string;
}

/** What a sickness report comes to: the absence that it opened or ended, as it stands now. */
export type SicknessAnswer =
  | { readonly kind: 'stored'; readonly absence: SicknessAbsenceRecord; readonly duplicate: boolean }
  | Refused
  | Failure;

/** A submission that is only looked at, by a caller who sees the citizens of these municipalities; null for all. */
export interface Preview extends Submission {
  readonly municipalities: readonly string[] | null;
}

/** What `previewDecision` answers. */
export type PreviewAnswer =
  | {
      readonly kind: 'previewed';
      /** The stored citizen, for the access log alone; null where there is none. */
      readonly citizenId: string | null;
      readonly isSeen: boolean;
      readonly rule: string;
      readonly openAfter: readonly number[];
      readonly deviations: readonly string[];
    }
  | Refused
  | Failure;

/**
 * The commands: plain data in, plain data out, so that they may run in another thread. None of them throws. Who watches
 * one is told of its steps.
 */
export interface Commands {
  submitDecision(submission: Submission, watch?: Watch): Promise<SubmissionAnswer>;
  previewDecision(preview: Preview, watch?: Watch): Promise<PreviewAnswer>;
  reportSickness(report: SicknessReport, watch?: Watch): Promise<SicknessAnswer>;
  close(): Promise<void>;
}
