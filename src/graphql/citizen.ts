import type { GraphQLResolveInfo } from 'graphql';
import { parseCpr } from '../commands/cpr.ts';
import type { AccessRecord, ContactGroupRecord, DecisionRecord } from '../storage/records.ts';
import type { PageKey } from '../storage/readsPages.ts';
import type { State, StateKey } from '../storage/readsState.ts';
import { askedFor } from './askedFor.ts';
import { connectionOf, sizeOf, windowOf, type ConnectionArguments, type Window } from './connections.ts';
import type { Context } from './context.ts';
import { ApiError } from './errors.ts';
import { parseCitizenId } from './ids.ts';

/** The parent of the fields of `Citizen`: a citizen who is known to exist, and what of the state was read along. */
export interface Citizen {
  readonly id: string;
  readonly state?: State;
}

const pageSize = { usual: 20, most: 100 };

/** Of a citizen of whom no decision was received, only a sickness report. */
const noMunicipality = '000';

/** `Citizen` */
export const citizenResolvers = {
  __resolveReference: async (
    reference: { id?: unknown; cpr?: unknown },
    context: Context,
    info: GraphQLResolveInfo,
  ) =>
    'id' in reference ? citizenById(reference.id, context, info) : citizenByCpr(reference.cpr, context, info),

  cpr: async ({ id }: Citizen, _args: object, { loaders }: Context) => {
    const cpr = await loaders.cprs.load(id);
    if (cpr === null) throw new ApiError('FORBIDDEN', 'The CPR number of this citizen has been erased.');
    return cpr;
  },

  municipalityCode: async ({ id, state }: Citizen, _args: object, { loaders }: Context) =>
    (state?.citizen ?? (await loaders.citizens.load(id)))?.municipalityCode ?? noMunicipality,

  contactGroups: ({ id, state }: Citizen, { on }: { on?: string | null }, { loaders }: Context) =>
    on
      ? loaders.contactGroupsOn.load({ citizenId: id, on })
      : (state?.openContactGroups ?? loaders.openContactGroups.load(id)),

  contactGroupHistory: async ({ id }: Citizen, args: ConnectionArguments, { loaders }: Context) => {
    const window = windowOf('contactGroups', args, pageSize);
    const page = await loaders.contactGroupPages.load({ citizenId: id, ...pageIn(window) });
    return connectionOf('contactGroups', page, window, (group: ContactGroupRecord) => group.openedBy);
  },

  decisions: async (
    { id, state }: Citizen,
    args: ConnectionArguments & { kyId?: string | null },
    { loaders }: Context,
  ) => {
    const window = windowOf('decisions', args, pageSize);
    const key = { citizenId: id, ...pageIn(window) };
    const { kyId = null } = args;
    // PostgreSQL's text holds no NUL.
    if (kyId?.includes('\0')) throw new ApiError('BAD_USER_INPUT', 'kyId must not hold a control character.');
    const page =
      kyId === null
        ? (pageReadAlong(state, key) ?? (await loaders.decisionPages.load(key)))
        : await loaders.decisionPagesOfCase.load({ ...key, kyId });
    return connectionOf('decisions', page, window, (decision: DecisionRecord) => decision.sequence);
  },

  accessLog: async ({ id }: Citizen, args: ConnectionArguments, { loaders, access }: Context) => {
    access.begin('Citizen.accessLog');
    const window = windowOf('accessLog', args, pageSize);
    const page = await loaders.accessPages.load({ citizenId: id, ...pageIn(window) });
    return connectionOf('accessLog', page, window, ({ number }: AccessRecord) => number);
  },

  sicknessAbsences: ({ id }: Citizen, args: ConnectionArguments, { loaders }: Context) =>
    loaders.sicknessAbsences.load({ citizenId: id, first: sizeOf('first', args, pageSize) }),
};

/** The citizen of an id, read with what `info` says will be asked of the state; null where there is none. */
export async function citizenById(
  value: unknown,
  { loaders }: Context,
  info: GraphQLResolveInfo,
): Promise<Citizen | null> {
  const id = parseCitizenId(value);
  if (id === null) return null;
  const asked = stateAskedFor(info);
  if (!asked) return loaders.citizens.load(id);
  const state = await loaders.states.load({ citizenId: id, ...asked });
  // Not to be seen with groups and decisions may still be to be seen beside a change.
  return state ? { id, state } : loaders.citizens.load(id);
}

/** The citizen of a CPR number, with or without a hyphen, likewise. */
export async function citizenByCpr(
  value: unknown,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<Citizen | null> {
  const cpr = typeof value === 'string' ? parseCpr(value) : null;
  return cpr === null ? null : citizenById(await context.loaders.citizenIds.load(cpr), context, info);
}

/** What will be asked of a citizen's state; null for nothing that is read along. */
function stateAskedFor(info: GraphQLResolveInfo): Omit<StateKey, 'citizenId'> | null {
  const groups = askedFor('Citizen', 'contactGroups', info);
  const openContactGroups = groups !== null && !groups['on'];
  const decisions = askedFor('Citizen', 'decisions', info);
  const page = decisions && !decisions['kyId'] ? pageAskedFor(decisions) : null;
  return openContactGroups || page ? { openContactGroups, decisions: page } : null;
}

function pageAskedFor(args: ConnectionArguments): StateKey['decisions'] {
  try {
    return pageIn(windowOf('decisions', args, pageSize));
  } catch {
    // The field itself says what is wrong with them.
    return null;
  }
}

/** The page that a window shows: the newest come first, so what follows a place is what is before it. */
function pageIn({ size, after }: Window): Omit<PageKey, 'citizenId'> {
  return { first: size, before: after };
}

/** The page, if it is the one that was read along. */
function pageReadAlong({ decisions }: Partial<State> = {}, { first, before }: PageKey) {
  return decisions?.first === first && decisions.before === before ? decisions : undefined;
}
