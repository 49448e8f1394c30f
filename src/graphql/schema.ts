import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type GraphQLSchema } from 'graphql';
import { accessResolvers } from './accessLog.ts';
import { citizenResolvers } from './citizen.ts';
import { contactGroupResolvers, contactGroupTypeResolvers } from './contactGroup.ts';
import { contactGroupChangeResolvers } from './contactGroupChange.ts';
import { decisionOutcomeResolvers, decisionResolvers } from './decision.ts';
import { guardEntities } from './entities.ts';
import { gatherAccess } from './gatherAccess.ts';
import { mutationResolvers } from './mutation.ts';
import { queryResolvers } from './query.ts';
import { ruleResolvers } from './rule.ts';
import { sicknessAbsenceResolvers, sicknessMutations } from './sickness.ts';
import { subscriptionResolvers } from './subscription.ts';
import { dateScalar, dateTimeScalar } from './scalars.ts';

/** The contract, as written by hand. */
export const schemaText = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');

/** The contract with what carries it out, as a federation subgraph. */
export function createSchema(): GraphQLSchema {
  const schema = buildSubgraphSchema([
    {
      typeDefs: parse(schemaText),
      resolvers: {
        Query: queryResolvers,
        Mutation: { ...mutationResolvers, ...sicknessMutations },
        Subscription: subscriptionResolvers,
        Citizen: citizenResolvers,
        Access: accessResolvers,
        ContactGroup: contactGroupResolvers,
        ContactGroupType: contactGroupTypeResolvers,
        ContactGroupChange: contactGroupChangeResolvers,
        Decision: decisionResolvers,
        DecisionOutcome: decisionOutcomeResolvers,
        Rule: ruleResolvers,
        SicknessAbsence: sicknessAbsenceResolvers,
        Date: dateScalar,
        DateTime: dateTimeScalar,
      },
    },
  ]);
  return gatherAccess(guardEntities(schema));
}
