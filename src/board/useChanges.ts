import { useEffect, useState } from 'preact/hooks';
import { followChanges, type Following } from '../client/followChanges.ts';
import type { FollowState } from '../client/followState.ts';
import { changeSelection, readLatest, type Change } from './change.ts';
import { refusalOf, type Refusal } from './graphql.ts';

/** How many changes are kept; the browser has no need of more. */
const kept = 200;

/** How long to wait before the first reading is tried again, in milliseconds. */
const pause = 1_000;

/** How following stands; `ended` where no retry mends it. */
export type Status = FollowState['status'] | 'ended';

/** The changes, the latest first, and how following them stands. */
export interface Changes {
  readonly changes: readonly Change[];
  /** Came before the page was opened. */
  readonly early: ReadonlySet<string>;
  readonly status: Status;
  readonly since: Date;
  /** Why it has ended, where the caller may not have it. */
  readonly refusal: Refusal | null;
}

const nothing = (): Changes => ({
  changes: [],
  early: new Set(),
  status: 'catching up',
  since: new Date(),
  refusal: null,
});

/**
 * Follows the changes that a municipality hears of, or all, as whoever the authorization says. It goes on by itself
 * whatever happens to the server, and ends where that refuses.
 */
export function useChanges(municipalityCode: string | undefined, authorization: string | null): Changes {
  const [state, setState] = useState(nothing);
  useEffect(() => {
    let following: Following | undefined;
    const leaving = new AbortController();
    const hasLeft = () => leaving.signal.aborted;
    setState(nothing);
    const tell = (status: Status, since = new Date()) => {
      if (!hasLeft()) setState((old) => (old.status === status ? old : { ...old, status, since }));
    };
    const end = (error: unknown) => {
      tell('ended');
      if (!hasLeft()) setState((old) => ({ ...old, refusal: refusalOf(error) }));
    };
    const follow = (after: string) => {
      following = followChanges<Change>({
        url: '/graphql',
        ...(municipalityCode !== undefined && { municipalityCode }),
        ...(authorization !== null && { authorization }),
        selection: changeSelection,
        after,
        retryAtMost: 3_000,
        onChange: (change) => {
          if (!hasLeft()) setState((old) => ({ ...old, changes: [change, ...old.changes].slice(0, kept) }));
        },
        onState: ({ status, since }) => {
          tell(status, since);
        },
      });
      following.done.catch(end);
    };
    const begin = async () => {
      while (!hasLeft())
        try {
          const latest = await readLatest(municipalityCode);
          if (hasLeft()) return;
          const changes = latest.changes.toReversed();
          setState((old) => ({ ...old, changes, early: new Set(changes.map(({ id }) => id)) }));
          follow(latest.cursor);
          return;
        } catch (error) {
          if (refusalOf(error)) {
            end(error);
            return;
          }
          tell('cut off');
          await new Promise((resolve) => setTimeout(resolve, pause));
        }
    };
    void begin();
    return () => {
      leaving.abort();
      void following?.stop();
    };
  }, [municipalityCode, authorization]);
  return state;
}
