import type { GraphQLResolveInfo } from 'graphql';
import { parseCpr } from '../commands/cpr.ts';
import { contactGroupTypes } from '../rules/contactGroupTypes.ts';
import { table } from '../rules/table.ts';
import { citizenByCpr, citizenById } from './citizen.ts';
import { contactGroupById } from './contactGroup.ts';
import { contactGroupChanges } from './contactGroupChange.ts';
import type { Context } from './context.ts';
import { decisionById } from './decision.ts';
import { deviationReport } from './deviationReport.ts';
import { ApiError } from './errors.ts';
import { previewDecision } from './previewDecision.ts';

/** `Query` */
export const queryResolvers = {
  citizen: (_query: unknown, { by }: { by: CitizenBy }, context: Context, info: GraphQLResolveInfo) => {
    const { id = null, cpr = null } = by;
    if ((id === null) === (cpr === null))
      throw new ApiError('BAD_USER_INPUT', 'by must have exactly one of id and cpr.');
    if (cpr === null) return citizenById(id, context, info);
    if (parseCpr(cpr) === null)
      throw new ApiError(
        'BAD_USER_INPUT',
        'by.cpr must be ten digits DDMMYYSSSS with a possible day and month; a hyphen is allowed.',
      );
    return citizenByCpr(cpr, context, info);
  },
  decision: (_query: unknown, { id }: { id: string }, context: Context) => decisionById(id, context),
  contactGroup: (_query: unknown, { id }: { id: string }, context: Context) => contactGroupById(id, context),
  contactGroupTypes: () => [...contactGroupTypes.values()],
  rules: () => table,
  previewDecision,
  contactGroupChanges,
  deviationReport,
};

interface CitizenBy {
  readonly id?: string | null;
  readonly cpr?: string | null;
}
