import type { GraphQLFormattedError } from 'graphql';
import { trustedCaller } from '../../src/auth/caller.ts';
import { createCommands } from '../../src/commands/commands.ts';
import type { Commands } from '../../src/commands/submission.ts';
import { Access } from '../../src/graphql/access.ts';
import { createContext } from '../../src/graphql/context.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { silentLog } from '../../src/logging/log.ts';
import { createApollo } from '../../src/server/apollo.ts';
import { createReads } from '../../src/storage/reads.ts';
import type { AccessRow } from '../../src/storage/accessLog.ts';
import type { DatabaseParts } from '../../src/storage/address.ts';
import { cprKeys } from '../cprKeys.ts';

/** A day on which the test decisions are received. */
export const now = new Date('2022-06-24T10:00:00.123Z');

/** An access log that keeps nothing. */
export const unlogged = { add: () => undefined };

/** What an operation answers. */
export interface Answer<Data> {
  data: Data;
  errors: readonly GraphQLFormattedError[];
}

/** How the subgraph is to be. */
interface SubgraphOptions {
  /** Commands in place of the real ones. */
  readonly overrides?: Partial<Commands>;
  readonly rowSecurity?: boolean;
}

/**
 * The subgraph without HTTP, on a database; `statements` are those that its reads have sent so far, `accesses` the rows of
 * the access log.
 */
export async function createSubgraph(address: DatabaseParts, options: SubgraphOptions = {}) {
  const { overrides = {}, rowSecurity = false } = options;
  const statements: string[] = [];
  const accesses: AccessRow[] = [];
  const commands = createCommands({ address, cprKeys, clock: () => now, log: silentLog });
  const reads = createReads(address, cprKeys, {
    onStatement: (statement) => statements.push(statement),
    rowSecurity,
  });
  const apollo = createApollo(createSchema(), silentLog, { nodeEnv: 'test', maxCost: 100_000 });
  await apollo.start();
  return {
    commands,
    statements,
    accesses,
    /** Runs an operation. Without errors `errors` is empty. */
    async run<Data = Record<string, never>>(
      query: string,
      variables: Record<string, unknown> = {},
      caller = trustedCaller('test'),
    ): Promise<Answer<Data>> {
      const access = new Access({ add: (row) => accesses.push(row) }, caller, 'test');
      const context = createContext({ ...commands, ...overrides }, reads, caller, access);
      const { body } = await apollo.executeOperation({ query, variables }, { contextValue: context });
      if (body.kind !== 'single') throw new Error('an answer in parts');
      const { data, errors = [] } = body.singleResult;
      return { data: data as Data, errors };
    },
    async close() {
      await apollo.stop();
      await reads.close();
      await commands.close();
    },
  };
}

/** A subgraph as `createSubgraph` gives it. */
export type Subgraph = Awaited<ReturnType<typeof createSubgraph>>;

/** Submits decisions one after the other and gives back their ids. */
export async function submit(subgraph: Subgraph, inputs: readonly object[]): Promise<string[]> {
  const { data, errors } = await subgraph.run<{
    submitDecisions: { decision: { id: string } | null; userErrors: unknown[] }[];
  }>(
    `mutation ($inputs: [SubmitDecisionInput!]!) {
      submitDecisions(inputs: $inputs) { decision { id } userErrors { code field message } }
    }`,
    { inputs },
  );
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return data.submitDecisions.map(({ decision, userErrors }) => {
    if (!decision) throw new Error(JSON.stringify(userErrors));
    return decision.id;
  });
}
