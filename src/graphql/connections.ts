import type { Page } from '../storage/readsPages.ts';
import { parseCursor, printCursor, type ConnectionName } from './cursors.ts';
import { ApiError } from './errors.ts';

/** The arguments of every connection. */
export interface ConnectionArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** What the arguments come to: how many, and the place after which the page begins. */
export interface Window {
  readonly first: number;
  readonly after: number | null;
}

/** How many a page holds where nothing is said, and at most. */
export interface PageSize {
  readonly usual: number;
  readonly most: number;
}

/** Reads the arguments of a connection. Throws `BAD_USER_INPUT` or `LIMIT_EXCEEDED`, naming the argument. */
export function windowOf(name: ConnectionName, args: ConnectionArguments, pageSize: PageSize): Window {
  const first = firstOf(args, pageSize);
  const after = args.after ?? null;
  const place = after === null ? null : parseCursor(name, after);
  if (after !== null && place === null)
    throw new ApiError('BAD_USER_INPUT', 'after must be a cursor of this connection.');
  return { first, after: place };
}

/** Reads how many are asked for. Throws `BAD_USER_INPUT` or `LIMIT_EXCEEDED`. */
export function firstOf({ first }: ConnectionArguments, { usual, most }: PageSize): number {
  if (first === null || first === undefined) return usual;
  if (first < 0) throw new ApiError('BAD_USER_INPUT', 'first must not be negative.');
  if (first > most) throw new ApiError('LIMIT_EXCEEDED', `first must be at most ${most}.`);
  return first;
}

/** A page as a connection of the Relay cursor specification. */
export function connectionOf<Item>(
  name: ConnectionName,
  { items, hasMore }: Page<Item>,
  { after }: Window,
  placeOf: (item: Item) => number,
) {
  const edges = items.map((node) => ({ cursor: printCursor(name, placeOf(node)), node }));
  return {
    edges,
    nodes: items,
    pageInfo: {
      hasNextPage: hasMore,
      hasPreviousPage: after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
