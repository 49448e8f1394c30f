import { WebSocket } from 'ws';
import { followChanges, type FollowOptions, type Following } from '../../src/client/followChanges.ts';
import type { FollowState } from '../../src/client/followState.ts';
import { urlOf } from '../../src/storage/address.ts';
import { madeUpCpr } from '../commands/submission.ts';
import { decisionInput } from '../graphql/decision.ts';
import { startTestService } from '../server/service.ts';
import { createRandom } from '../random.ts';

/** A change as the tests select it. */
export interface Change {
  readonly cursor: string;
  readonly kind: string;
  readonly citizen: { readonly id: string };
  readonly decision: { readonly sequence: number };
}

/** What a test follows, and what it was given so far. */
export interface Followed {
  readonly following: Following;
  readonly changes: readonly Change[];
  readonly states: readonly FollowState[];
}

const selection = 'kind citizen { id } decision { sequence }';

/** Follows with what it is given kept; short times, so that tests need not wait. */
export function follow(options: Partial<FollowOptions<Change>> & { url: string }): Followed {
  const changes: Change[] = [];
  const states: FollowState[] = [];
  const { onChange, ...others } = options;
  const following = followChanges<Change>({
    selection,
    webSocket: WebSocket,
    verifyEvery: 400,
    graceTime: 100,
    retryAtMost: 100,
    onChange: async (change, cursor) => {
      await onChange?.(change, cursor);
      changes.push(change);
    },
    onState: (state) => states.push(state),
    ...others,
  });
  return { following, changes, states };
}

/** A service to follow, which can be stopped and started again on its database and port. */
export async function startSystem(seed = 1) {
  const first = await startTestService();
  const databaseUrl = urlOf(first.database.address);
  const port = Number(new URL(first.url).port);
  const random = createRandom(seed).fraction;
  const others: (typeof first)[] = [];
  const current = () => others.at(-1) ?? first;
  const oneOf = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)]!;

  return {
    url: `${first.url}/graphql`,
    subscribers: () => current().subscribers(),
    /** Submits decisions on six citizens in two municipalities; about six of ten make a change. */
    async submit(count: number): Promise<void> {
      const inputs = Array.from({ length: count }, () =>
        decisionInput({
          cpr: madeUpCpr(Math.floor(random() * 6)),
          municipalityCode: oneOf(['101', '147']),
          kyId: oneOf(['A', 'B', 'C']),
          contactGroup: oneOf([1, 2, 3, 11]),
          kind: random() < 0.8 ? 'GRANTED' : 'STOPPED',
        }),
      );
      const { body } = await current().post(
        'mutation ($inputs: [SubmitDecisionInput!]!) { submitDecisions(inputs: $inputs) { userErrors { code } } }',
        { inputs },
      );
      if (JSON.stringify(body).includes('code')) throw new Error(JSON.stringify(body));
    },
    /** The log, by query. */
    async log(municipalityCode: string | null = null, after: string | null = null): Promise<Change[]> {
      const changes: Change[] = [];
      for (;;) {
        const { body } = await current().post(
          `query ($after: String, $municipalityCode: String) {
            contactGroupChanges(after: $after, municipalityCode: $municipalityCode, first: 1000) {
              nodes { cursor ${selection} }
            }
          }`,
          { after: changes.at(-1)?.cursor ?? after, municipalityCode },
        );
        const { nodes } = (body as { data: { contactGroupChanges: { nodes: Change[] } } }).data
          .contactGroupChanges;
        if (nodes.length === 0) return changes;
        changes.push(...nodes);
      }
    },
    stop: () => current().close(),
    async start(): Promise<void> {
      others.push(await startTestService({ databaseUrl, port }));
    },
    async end(): Promise<void> {
      for (const service of others.reverse()) await service.end();
      await first.end();
    },
  };
}

/** A system as `startSystem` gives it. */
export type System = Awaited<ReturnType<typeof startSystem>>;
