import { citizenIdOf, cprOf, groupOf, municipalityOf } from './citizens.ts';
import type { Operation } from './load.ts';
import type { Population } from './seed.ts';

/** What the servers are asked: the same of each, in its own words. Each contestant has every third citizen to itself. */
export interface Operations {
  readonly submit: () => Operation;
  readonly read: () => Operation;
}

let message = 0;

function visits({ citizens, readable }: Population, third: 0 | 1) {
  const sequences = new Map<number, number>();
  return () => {
    const citizen = Math.floor((Math.random() * citizens) / 3) * 3 + third + 1;
    const sequence = (sequences.get(citizen) ?? (citizen <= readable ? 10 : 1)) + 1;
    sequences.set(citizen, sequence);
    message += 1;
    return {
      citizen,
      input: {
        messageId: `bench-${third}-${message}`,
        municipalityCode: municipalityOf(citizen),
        kyId: `B${message}`,
        contactGroup: groupOf(sequence),
        startDate: '2026-01-02',
      },
    };
  };
}

const anyOf = (readable: number) => citizenIdOf(Math.floor(Math.random() * readable) + 1);

/** How many decisions `submitMany` sends. */
export const many = 100;

/** For the subgraph, which takes many decisions at once as well. */
export function oursOf(population: Population): Operations & { readonly submitMany: () => Operation } {
  const visit = visits(population, 0);
  const payload = `{ decision { id sequence receivedAt outcome { rule { id } deviations changes { kind } } }
    duplicate userErrors { code } }`;
  const nextInput = () => {
    const { citizen, input } = visit();
    return { ...input, cpr: cprOf(citizen), kind: 'GRANTED' };
  };
  return {
    submit: () => ({
      query: `mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) ${payload} }`,
      variables: { input: nextInput() },
    }),
    submitMany: () => ({
      query: `mutation ($inputs: [SubmitDecisionInput!]!) { submitDecisions(inputs: $inputs) ${payload} }`,
      variables: { inputs: Array.from({ length: many }, nextInput) },
    }),
    read: () => ({
      query: `query ($id: ID!) { citizen(by: { id: $id }) { id municipalityCode
        contactGroups { id type { code } startDate endDate }
        decisions(first: 10) { nodes { id sequence kyId kind contactGroupType { code } startDate endDate receivedAt } } } }`,
      variables: { id: anyOf(population.readable) },
    }),
  };
}

/** For PostGraphile, on the same tables. */
export function postgraphilesOf(population: Population): Operations {
  const visit = visits(population, 1);
  return {
    submit: () => {
      const { citizen, input } = visit();
      return {
        query: `mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) {
          result { id sequence receivedAt rule deviations contactGroupChangesByCitizenIdAndSequence { nodes { kind } } } } }`,
        variables: { input: { ...input, citizenId: citizenIdOf(citizen) } },
      };
    },
    read: () => ({
      query: `query ($id: UUID!) { citizenByRowId(rowId: $id) { id municipalityCode
        contactGroupsByCitizenId(condition: { closedBy: null }) { nodes { id contactGroup startDate endDate } }
        decisionsByCitizenId(first: 10, orderBy: PRIMARY_KEY_DESC) { nodes { id sequence kyId kind contactGroup
          startDate endDate receivedAt } } } }`,
      variables: { id: anyOf(population.readable) },
    }),
  };
}
