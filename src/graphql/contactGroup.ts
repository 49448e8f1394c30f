import { contactGroupTypes, type ContactGroupType } from '../rules/contactGroupTypes.ts';
import type { ContactGroupRecord } from '../storage/records.ts';
import type { Citizen } from './citizen.ts';
import type { Context } from './context.ts';
import { parseContactGroupId, printContactGroupId } from './ids.ts';

/** `ContactGroup` */
export const contactGroupResolvers = {
  __resolveReference: async (reference: { id?: unknown }, context: Context) =>
    contactGroupById(reference.id, context),

  id: printContactGroupId,
  type: ({ contactGroup }: ContactGroupRecord) => contactGroupTypeByCode(contactGroup),
  citizen: ({ citizenId }: ContactGroupRecord): Citizen => ({ id: citizenId }),
  open: ({ closedBy }: ContactGroupRecord) => closedBy === null,

  openedBy: ({ citizenId, openedBy }: ContactGroupRecord, _args: object, { loaders }: Context) =>
    loaders.decisions.load({ citizenId, sequence: openedBy }),

  closedBy: ({ citizenId, closedBy }: ContactGroupRecord, _args: object, { loaders }: Context) =>
    closedBy === null ? null : loaders.decisions.load({ citizenId, sequence: closedBy }),
};

/** `ContactGroupType` */
export const contactGroupTypeResolvers = {
  __resolveReference: (reference: { code?: unknown }) =>
    Promise.resolve(typeof reference.code === 'number' ? contactGroupTypeByCode(reference.code) : null),
};

/** The contact group of an id; null where there is none. */
export async function contactGroupById(
  value: unknown,
  { loaders }: Context,
): Promise<ContactGroupRecord | null> {
  const key = parseContactGroupId(value);
  return key && loaders.contactGroups.load(key);
}

/** The contact group type of a code; null where there is none. */
export function contactGroupTypeByCode(code: number): ContactGroupType | null {
  return contactGroupTypes.get(code) ?? null;
}
