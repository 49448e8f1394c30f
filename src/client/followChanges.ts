import { ChangeLog } from './changeLog.ts';
import { Follower } from './follower.ts';
import { StateTeller, type FollowState } from './followState.ts';
import { Handover, type OnChange } from './handover.ts';
import { createPost, type Authorization } from './post.ts';
import type { Subscribe } from './subscribe.ts';
import { subscribeOverWebSocket, type WebSocketClass } from './webSocket.ts';

/** What to follow, and what to do with it. Times are in milliseconds. */
export interface FollowOptions<Change> {
  /** Where GraphQL is asked by POST, e.g. `https://host/graphql`; in a browser `/graphql` will do. */
  readonly url: string;
  /** Where it is subscribed to; without it the same place by WebSocket. */
  readonly webSocketUrl?: string;
  /**
   * The `authorization` header, sent in the payload of `connection_init` too. A function is asked each time, and again
   * where what it gave is not good any more; a text that is not good ends following.
   */
  readonly authorization?: Authorization;
  /** Only changes that this municipality hears of: three digits. */
  readonly municipalityCode?: string;
  /** Only changes of this `Citizen.id`. */
  readonly citizenId?: string;
  /** The fields of `ContactGroupChange` that are wanted, e.g. `kind citizen { id } to { type { code } }`. */
  readonly selection: string;
  /**
   * A cursor: what follows it. Without it: what is made from now on.
   */
  readonly after?: string | null;
  /**
   * Takes a change; the next one waits for it. Where it keeps the cursor beside what it made of the change, following
   * goes on after it another time. Where it throws, following ends, and the change does not count as taken.
   */
  readonly onChange: OnChange<Change>;
  /** Hears how following stands, each time that changes. */
  readonly onState?: (state: FollowState) => void;
  /** How often the log is asked, while nothing comes, whether there was something: 60 s unless told. */
  readonly verifyEvery?: number;
  /** How long a change that the log has may be on its way: 2 s unless told. */
  readonly graceTime?: number;
  /** The longest wait between two attempts: 30 s unless told. */
  readonly retryAtMost?: number;
  /** Where there is no global `fetch`, or another is wanted. */
  readonly fetch?: typeof globalThis.fetch;
  /** Where there is no global `WebSocket`, as in Node before 22: the class of the package `ws`, for instance. */
  readonly webSocket?: WebSocketClass;
  /** Another transport than WebSocket. */
  readonly subscribe?: Subscribe;
}

/** Changes that are being followed. */
export interface Following {
  /** The cursor of the change taken last, or the one after which it began; null while that is not known. */
  readonly cursor: string | null;
  /** Resolves once stopped. Rejects with a `FollowError` that no retry mends, or with what `onChange` threw. */
  readonly done: Promise<void>;
  /** Ends it; resolves when nothing runs any more. A change that is being taken is waited for: not from `onChange`. */
  readonly stop: () => Promise<void>;
}

/**
 * Follows the changes of contact groups: each is handed over once and in order, whatever a router drops or repeats on
 * the way, whoever restarts, however long the connection is away.
 */
export function followChanges<Change = unknown>(options: FollowOptions<Change>): Following {
  const { url, authorization, municipalityCode, citizenId } = options;
  const { location: page } = globalThis as { location?: { readonly href: string } };
  const stopping = new AbortController();
  const { signal } = stopping;
  const post = createPost(url, authorization, options.fetch ?? globalThis.fetch, signal);
  const subscribe =
    options.subscribe ??
    subscribeOverWebSocket({
      // http becomes ws, and https wss.
      url: new URL(options.webSocketUrl ?? url, page?.href).href.replace(/^http/, 'ws'),
      authorization,
      webSocket: options.webSocket,
    });
  const handover = new Handover(options.after ?? null, options.onChange, signal);
  const follower = new Follower<Change>({
    log: new ChangeLog({ municipalityCode, citizenId }, options.selection, post),
    subscribe,
    handover,
    state: new StateTeller(options.onState ?? (() => undefined)),
    verifyEvery: options.verifyEvery ?? 60_000,
    graceTime: options.graceTime ?? 2_000,
    retryAtMost: options.retryAtMost ?? 30_000,
    mayRenew: typeof authorization === 'function',
    signal,
  });
  const done = follower.run();
  return {
    get cursor() {
      return handover.cursor;
    },
    done,
    async stop() {
      stopping.abort();
      await done.catch(() => undefined);
    },
  };
}
