import { parseCpr } from '../commands/cpr.ts';
import type { AccessRecord, ContactGroupRecord, DecisionRecord } from '../storage/records.ts';
import { connectionOf, sizeOf, windowOf, type ConnectionArguments } from './connections.ts';
import type { Context } from './context.ts';
import { ApiError } from './errors.ts';
import { parseCitizenId } from './ids.ts';

/** The parent of the fields of `Citizen`: a citizen who is known to exist. */
export interface Citizen {
  readonly id: string;
}

const pageSize = { usual: 20, most: 100 };

/** Of a citizen of whom no decision was received, only a sickness report. */
const noMunicipality = '000';

/** `Citizen` */
export const citizenResolvers = {
  __resolveReference: async (reference: { id?: unknown; cpr?: unknown }, context: Context) =>
    'id' in reference ? citizenById(reference.id, context) : citizenByCpr(reference.cpr, context),

  cpr: async ({ id }: Citizen, _args: object, { loaders }: Context) => {
    const cpr = await loaders.cprs.load(id);
    if (cpr === null) throw new ApiError('FORBIDDEN', 'The CPR number of this citizen has been erased.');
    return cpr;
  },

  municipalityCode: async ({ id }: Citizen, _args: object, { loaders }: Context) =>
    (await loaders.citizens.load(id))?.municipalityCode ?? noMunicipality,

  contactGroups: ({ id }: Citizen, { on }: { on?: string | null }, { loaders }: Context) =>
    on ? loaders.contactGroupsOn.load({ citizenId: id, on }) : loaders.openContactGroups.load(id),

  contactGroupHistory: async ({ id }: Citizen, args: ConnectionArguments, { loaders }: Context) => {
    const window = windowOf('contactGroups', args, pageSize);
    const page = await loaders.contactGroupPages.load({
      citizenId: id,
      first: window.size,
      before: window.after,
    });
    return connectionOf('contactGroups', page, window, (group: ContactGroupRecord) => group.openedBy);
  },

  decisions: async (
    { id }: Citizen,
    args: ConnectionArguments & { kyId?: string | null },
    { loaders }: Context,
  ) => {
    const window = windowOf('decisions', args, pageSize);
    const key = { citizenId: id, first: window.size, before: window.after };
    const { kyId = null } = args;
    // PostgreSQL's text holds no NUL.
    if (kyId?.includes('\0')) throw new ApiError('BAD_USER_INPUT', 'kyId must not hold a control character.');
    const page = await (kyId === null
      ? loaders.decisionPages.load(key)
      : loaders.decisionPagesOfCase.load({ ...key, kyId }));
    return connectionOf('decisions', page, window, (decision: DecisionRecord) => decision.sequence);
  },

  accessLog: async ({ id }: Citizen, args: ConnectionArguments, { loaders, access }: Context) => {
    access.begin('Citizen.accessLog');
    const window = windowOf('accessLog', args, pageSize);
    const page = await loaders.accessPages.load({
      citizenId: id,
      first: window.size,
      before: window.after,
    });
    return connectionOf('accessLog', page, window, ({ number }: AccessRecord) => number);
  },

  sicknessAbsences: ({ id }: Citizen, args: ConnectionArguments, { loaders }: Context) =>
    loaders.sicknessAbsences.load({ citizenId: id, first: sizeOf('first', args, pageSize) }),
};

/** The citizen of an id; null where there is none. */
export async function citizenById(value: unknown, { loaders }: Context): Promise<Citizen | null> {
  const id = parseCitizenId(value);
  return id === null ? null : loaders.citizens.load(id);
}

/** The citizen of a CPR number, with or without a hyphen; null where there is none. */
export async function citizenByCpr(value: unknown, context: Context): Promise<Citizen | null> {
  const cpr = typeof value === 'string' ? parseCpr(value) : null;
  return cpr === null ? null : citizenById(await context.loaders.citizenIds.load(cpr), context);
}
