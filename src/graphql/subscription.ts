import type { Told } from '../changes/entry.ts';
import type { ChangeFeed } from '../changes/feed.ts';
import { FellBehind } from '../changes/subscriber.ts';
import { changeFilterOf, type ChangeFilterArguments } from './changeFilter.ts';
import type { Context } from './context.ts';
import { parseCursor, printCursor } from './cursors.ts';
import { ApiError } from './errors.ts';

/** What a subscription works with; its loaders are new for each event. */
export interface SubscriptionContext extends Context {
  readonly changes: ChangeFeed;
}

/** The arguments of `contactGroupChanged`. */
interface ContactGroupChangedArguments extends ChangeFilterArguments {
  readonly after?: string | null;
}

/** `Subscription` */
export const subscriptionResolvers = {
  contactGroupChanged: {
    subscribe: async (
      _: unknown,
      args: ContactGroupChangedArguments,
      { changes, caller }: SubscriptionContext,
    ) => {
      const told = await changes.subscribe(changeFilterOf(args, caller), positionOf(args));
      return withCursorOfEnd(told);
    },
    resolve: ({ change, decision, groups, previous }: Told, _args: object, { loaders }: Context) => {
      loaders.decisions.prime(decision, decision);
      loaders.show(change.citizenId);
      for (const group of groups) loaders.contactGroups.prime(group, group);
      return { ...change, previous };
    },
  },
};

function positionOf({ after = null }: ContactGroupChangedArguments): number | null {
  const position = after === null ? null : parseCursor('changes', after);
  if (after !== null && position === null)
    throw new ApiError('BAD_USER_INPUT', 'after must be a cursor of the change log.');
  return position;
}

/** Tells a subscriber that fell behind after which cursor it may go on. */
function withCursorOfEnd(told: AsyncIterableIterator<Told>): AsyncIterableIterator<Told> {
  const next = () =>
    told.next().catch((error: unknown) => {
      if (!(error instanceof FellBehind)) throw error;
      throw new ApiError('LIMIT_EXCEEDED', error.message, undefined, printCursor('changes', error.position));
    });
  return {
    next,
    return: () => told.return?.() ?? Promise.resolve({ done: true, value: undefined }),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
