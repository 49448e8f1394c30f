import { trustedCaller, type Caller } from '../../src/auth/caller.ts';
import { appendAccesses } from '../../src/storage/accessLog.ts';
import type { DatabaseClient } from '../../src/storage/address.ts';
import { madeUpCpr } from '../commands/submission.ts';
import { createRandom } from '../random.ts';
import { decisionInput } from './decision.ts';
import { submit, type Subgraph } from './subgraph.ts';

const municipalities = ['101', '147', '751', '860'];
const cprs = Array.from({ length: 40 }, (_, index) => madeUpCpr(index));

/** What an operation is about: the caller's own citizens, the log, or a report. */
export type Sight = 'own' | 'log' | 'report';

/** An operation that reads. */
export interface Read {
  readonly sight: Sight;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

/** Citizens of several municipalities, of whom many move. */
export async function populate(subgraph: Subgraph, sql: DatabaseClient): Promise<void> {
  const random = createRandom(20_220_624);
  const inputs = Array.from({ length: 250 }, () => {
    const kind = random.pick(['GRANTED', 'GRANTED', 'GRANTED', 'STOPPED', 'CLOSED']);
    return decisionInput({
      cpr: random.pick(cprs.slice(2)),
      municipalityCode: random.pick(municipalities),
      kyId: random.pick(['A', 'B']),
      kind,
      contactGroup: random.pick([2, 7, 11, 13]),
    });
  });
  await submit(subgraph, inputs);
  for (const cpr of cprs.filter((_, index) => index % 3 === 0 && index > 0))
    await subgraph.run(
      'mutation ($input: ReportSickInput!) { reportSick(input: $input) { absence { id } } }',
      { input: { messageId: `sick-${cpr}`, cpr, sickFrom: '2022-06-01' } },
    );
  await appendAccesses(sql, subgraph.accesses);
}

const citizen = `id cpr municipalityCode contactGroups { id type { code } } then: contactGroups(on: "2022-06-10") { id }
  contactGroupHistory(first: 3) { edges { cursor node { id open openedBy { id } closedBy { id } } } pageInfo { hasNextPage } }
  decisions(first: 3) { edges { cursor } nodes { ...decision } pageInfo { hasNextPage } }
  ofCase: decisions(kyId: "A") { nodes { id } } sicknessAbsences { id sickFrom } accessLog { nodes { at operations } }`;
const fragments = `fragment decision on Decision { id messageId kyId citizen { id } outcome { rule { id } deviations
  changes { id kind from { id } to { id } } } }`;

/** Reads of every kind, of all that there is, whoever may see it. */
export async function everyRead(subgraph: Subgraph): Promise<Record<string, Read>> {
  const found = await subgraph.run<{
    _entities: ({ id: string; decisions: Ids; contactGroupHistory: Ids } | null)[];
  }>(
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen {
      id decisions(first: 100) { nodes { id } } contactGroupHistory(first: 100) { nodes { id } } } } }`,
    { r: cprs.slice(2).map((cpr) => ({ __typename: 'Citizen', cpr })) },
  );
  const citizens = found.data._entities.filter((one) => one !== null);
  const log = await subgraph.run<{ contactGroupChanges: Ids }>(
    '{ contactGroupChanges(first: 1000) { nodes { id } } }',
  );
  const entities = (type: string, keys: object[], fields: string, sight: Sight = 'own'): Read => ({
    sight,
    query: `query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on ${type} { ${fields} } } } ${fields.includes('...') ? fragments : ''}`,
    variables: { r: keys.map((key) => ({ __typename: type, ...key })) },
  });
  const ids = (of: (one: (typeof citizens)[number]) => Ids) => citizens.flatMap((one) => of(one).nodes);
  const entry = `id kind cursor occurredAt citizen { id municipalityCode } decision { id } from { id } to { id }`;
  const changes = (sought: string): Read => ({
    sight: 'log',
    query: `{ contactGroupChanges(first: 1000 ${sought}) { edges { cursor node { ${entry} } } pageInfo { hasNextPage } } }`,
  });
  return {
    'citizens by id': entities(
      'Citizen',
      citizens.map(({ id }) => ({ id })),
      citizen,
    ),
    'citizens by CPR number': entities(
      'Citizen',
      cprs.map((cpr) => ({ cpr })),
      citizen,
    ),
    decisions: entities(
      'Decision',
      ids((one) => one.decisions),
      '...decision',
    ),
    groups: entities(
      'ContactGroup',
      ids((one) => one.contactGroupHistory),
      'id citizen { id } openedBy { id } closedBy { id }',
    ),
    changes: entities('ContactGroupChange', log.data.contactGroupChanges.nodes, 'id kind', 'log'),
    'the log': changes(''),
    ...Object.fromEntries(
      municipalities.map((code) => [`the log of ${code}`, changes(`municipalityCode: "${code}"`)]),
    ),
    ...Object.fromEntries(
      citizens
        .slice(0, 10)
        .map(({ id }, index) => [`the log of citizen ${index}`, changes(`citizenId: "${id}"`)]),
    ),
    'the report': {
      sight: 'report',
      query: `{ deviationReport(from: "2022-01-01", to: "2022-12-31") { municipalityCode decisions deviations { deviation decisions citizens } } }`,
    },
    ...Object.fromEntries(
      cprs.slice(0, 12).map((cpr, index) => [
        `a preview for citizen ${index}`,
        {
          sight: 'own',
          query: `query ($input: SubmitDecisionInput!) { previewDecision(input: $input) {
            rule { id } openAfter { code } deviations userErrors { code } } }`,
          variables: { input: decisionInput({ cpr, contactGroup: 11 }) },
        } as const,
      ]),
    ),
  };
}

interface Ids {
  readonly nodes: { readonly id: string }[];
}

/** A caller of some municipalities who may do everything there. */
export const callerOf = (codes: readonly string[]): Caller => ({
  ...trustedCaller('test'),
  municipalities: new Set(codes),
});
