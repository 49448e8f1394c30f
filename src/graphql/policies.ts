import type { Scope } from '../auth/caller.ts';

/**
 * Who may have a field or the fields of a type: `anyone`; whoever is `authenticated`; or whoever has one of the scopes.
 */
export type Policy = 'anyone' | 'authenticated' | readonly [Scope, ...Scope[]];

const readers = ['citizens:read'] as const;
const readersAndOperators = ['citizens:read', 'operate'] as const;
// A sender may read the answer to what it sent.
const readersAndSenders = ['citizens:read', 'decisions:submit'] as const;

/**
 * The policies, by type and by field. A field asks for its own and for its type's; the root types have none, so that
 * each of their fields must be here. What is not here is for nobody. schema.graphql says the same to routers, by
 * `@authenticated` and `@requiresScopes`.
 */
export const policies: Readonly<Record<string, Policy>> = {
  'Query.citizen': readers,
  'Query.decision': readers,
  'Query.contactGroup': readers,
  'Query.contactGroupTypes': 'authenticated',
  'Query.rules': 'authenticated',
  'Query.previewDecision': readersAndSenders,
  'Query.contactGroupChanges': readers,
  'Query.deviationReport': readersAndOperators,
  // Each entity asks for its own type's.
  'Query._entities': 'authenticated',
  'Query._service': 'authenticated',
  'Mutation.submitDecision': ['decisions:submit'],
  'Mutation.submitDecisions': ['decisions:submit'],
  'Mutation.reportSick': ['sickness:report'],
  'Mutation.reportRecovered': ['sickness:report'],
  'Subscription.contactGroupChanged': readers,

  Citizen: readers,
  'Citizen.cpr': ['cpr:read'],
  'Citizen.accessLog': ['access:read'],
  AccessLogConnection: ['access:read'],
  AccessLogEdge: ['access:read'],
  Access: ['access:read'],
  ContactGroup: readersAndSenders,
  ContactGroupChange: readersAndSenders,
  ContactGroupChangeConnection: readers,
  ContactGroupChangeEdge: readers,
  ContactGroupConnection: readers,
  ContactGroupEdge: readers,
  Decision: readersAndSenders,
  DecisionConnection: readers,
  DecisionEdge: readers,
  DeviationCount: readersAndOperators,
  MunicipalityDeviations: readersAndOperators,
  SicknessAbsence: ['citizens:read', 'sickness:report'],

  ContactGroupType: 'authenticated',
  DecisionOutcome: 'authenticated',
  PreviewDecisionPayload: 'authenticated',
  Reading: 'authenticated',
  Rule: 'authenticated',
  SicknessPayload: 'authenticated',
  SubmitDecisionPayload: 'authenticated',
  UserError: 'authenticated',
  // Shared with other subgraphs.
  PageInfo: 'anyone',
  _Service: 'anyone',
};
