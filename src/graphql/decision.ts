import type { DecisionRecord } from '../storage/records.ts';
import type { Citizen } from './citizen.ts';
import { contactGroupTypeByCode } from './contactGroup.ts';
import type { Context } from './context.ts';
import { parseDecisionId, printDecisionId } from './ids.ts';
import { ruleById } from './rule.ts';

/** `Decision` */
export const decisionResolvers = {
  __resolveReference: async (reference: { id?: unknown }, context: Context) =>
    decisionById(reference.id, context),

  id: printDecisionId,
  citizen: ({ citizenId }: DecisionRecord): Citizen => ({ id: citizenId }),
  contactGroupType: ({ contactGroup }: DecisionRecord) =>
    contactGroup === null ? null : contactGroupTypeByCode(contactGroup),
  outcome: (decision: DecisionRecord) => decision,
};

/** `DecisionOutcome`: its parent is the decision. */
export const decisionOutcomeResolvers = {
  rule: ({ rule }: DecisionRecord) => ruleById(rule),
  changes: (decision: DecisionRecord, _args: object, { loaders }: Context) =>
    loaders.changesOfDecisions.load(decision),
};

/** The decision of an id; null where there is none. */
export async function decisionById(value: unknown, { loaders }: Context): Promise<DecisionRecord | null> {
  const key = parseDecisionId(value);
  return key && loaders.decisions.load(key);
}
