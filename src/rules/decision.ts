/** The kinds of decision, in the order in which a case normally meets them. All but `GRANTED` are *negative*. */
export const decisionKinds = ['GRANTED', 'REJECTED', 'STOPPED', 'CLOSED'] as const;

/** What KY says of a benefit: granted, rejected, stopped, or the case closed. */
export type DecisionKind = (typeof decisionKinds)[number];

/** What KY and the note call each kind. */
export const danishNames: Readonly<Record<DecisionKind, string>> = {
  GRANTED: 'Ydelse er givet',
  REJECTED: 'Ydelse er afvist',
  STOPPED: 'Ydelse stoppet',
  CLOSED: 'Ydelsessag afsluttet',
};

/** A civil date, `YYYY-MM-DD`. Two of them compare as text. */
export type CivilDate = string;

/** The code of a contact group type, e.g. 7 for Fleksjobvisiteret (ledig). */
export type ContactGroupCode = number;

/** One message from KY about one benefit case, as far as the rules look at it. */
export interface Decision {
  /** KY's key of the benefit case: opaque text. */
  readonly kyId: string;
  readonly kind: DecisionKind;
  /** The group that KY named. Always there for `GRANTED`; a negative decision may leave it out (I12). */
  readonly contactGroup: ContactGroupCode | null;
  readonly startDate: CivilDate;
  readonly endDate: CivilDate | null;
}
