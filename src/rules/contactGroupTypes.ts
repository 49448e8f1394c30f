import type { ContactGroupCode } from './decision.ts';

/** A group that a jobcentre meets citizens in. */
export interface ContactGroupType {
  readonly code: ContactGroupCode;
  /** Danish; null where no source gives it. */
  readonly name: string | null;
  /** Its citizens may have several benefits at once (§1.1). */
  readonly concurrent: boolean;
}

const codes: readonly ContactGroupCode[] = [
  1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
];

const names: ReadonlyMap<ContactGroupCode, string> = new Map([
  [7, 'Fleksjobvisiteret (ledig)'],
  [10, 'Fleksjobansat'],
  [12, 'Uddannelseshjælp (uddannelsesparate)'],
  [13, 'Jobafklaring'],
  [24, 'Sygedagpenge fra beskæftigelse'],
  [25, 'Sygedagpenge fra ledighed'],
]);

const concurrent: ReadonlySet<ContactGroupCode> = new Set([7, 10, 13]);

/** The contact group types in force in June 2022, by code. */
export const contactGroupTypes: ReadonlyMap<ContactGroupCode, ContactGroupType> = new Map(
  codes.map((code) => [code, { code, name: names.get(code) ?? null, concurrent: concurrent.has(code) }]),
);

/** Whether citizens of the group may have several benefits at once: 7, 10 and 13 (§1.1). */
export function isConcurrent(code: ContactGroupCode): boolean {
  return concurrent.has(code);
}
